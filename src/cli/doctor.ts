import { doctorJson, doctorText } from '../../formatters';
import { exitCodeOfFindings, type Finding } from '../doctor/finding';
import type { Output } from './screen';

export interface DoctorOutput {
  readonly json: boolean;
  readonly stdout: Output;
  /** The IANA zone in which times are shown. */
  readonly zone: string;
}

/** Prints what was found, and returns the exit code: 0, 1 for warnings, 2 for errors. */
export function printFindings(findings: readonly Finding[], { json, stdout, zone }: DoctorOutput): 0 | 1 | 2 {
  const text = json ? JSON.stringify(doctorJson(findings, zone), null, 2) : doctorText(findings, zone);
  stdout.write(`${text}\n`);
  return exitCodeOfFindings(findings);
}
