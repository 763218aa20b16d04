import { joined, line, literal, mention } from '../../../blockKit/blocks';
import { pluralize } from '../units';
import { type FindingText, type Of, ok } from './doctorFinding';

/* What doctor says of the people whom the configuration names. */

const COPY_ID = "Copy the id from the person's profile in Slack: ⋮ → Copy member ID.";
const NAME_ANOTHER = 'Name somebody else there.';

export function person(finding: Of<'person'>): FindingText {
  const who = joined([mention(finding.user), ` (${finding.setting})`]);
  switch (finding.is) {
    case 'reachable':
      return ok(line`A direct message to ${who} was scheduled and taken back, unseen`);
    case 'left_scheduled':
      return {
        what: line`A direct message to ${who} was scheduled, and could not be taken back`,
        fix: ['It will appear in 100 days, and says that it is a test.'],
      };
    case 'unknown':
      return { what: line`Slack knows no user ${who}`, fix: [COPY_ID] };
    case 'deactivated':
      return { what: line`The account of ${who} is deactivated`, fix: [NAME_ANOTHER] };
    case 'bot':
      return { what: line`${who} is a bot: nobody reads what it is sent`, fix: [NAME_ANOTHER] };
    case 'unreachable':
      return {
        what: line`Slack takes no direct message for ${who}: ${literal(finding.code)}`,
        fix: [`Is it a person of this workspace? ${COPY_ID}`],
      };
    case 'no_answer':
      return {
        what: line`It is not known whether Slack takes direct messages for ${who}: ${literal(finding.code)}`,
        fix: ['Run this again.'],
      };
  }
}

export function group(finding: Of<'group'>): FindingText {
  const which = joined([mention(finding.group), ` (${finding.setting})`]);
  if (finding.is === 'unreadable')
    return {
      what: line`Slack does not say who is in the user group ${which}: ${literal(finding.code)}`,
      fix: ["Copy the group's id from its page in Slack, and give the app the scope usergroups:read."],
    };
  return finding.members > 0
    ? ok(line`The user group ${which} has ${pluralize(finding.members, 'member')}`)
    : { what: line`The user group ${which} has no member`, fix: ['Add people to it in Slack.'] };
}

export const people = (finding: Of<'people'>): FindingText =>
  finding.is === 'known'
    ? ok([`Slack knows ${pluralize(finding.count, 'person', 'people')} whom the configuration names`])
    : ok(['Whether the people exist whom the configuration names is not known without the scope users:read']);
