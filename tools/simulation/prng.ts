import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Prng that is the same for the same seed and name. */
export class Prng {
  private readonly generator;

  constructor(
    private readonly seed: number,
    private readonly name: string,
  ) {
    this.generator = xoroshiro128plus(mixed(seed, name));
  }

  /** Another one, which what is asked of this one does not change. */
  of(name: string): Prng {
    return new Prng(this.seed, `${this.name}/${name}`);
  }

  /** From 0 to 1. */
  share = (): number => uniformFloat64(this.generator);

  is(probability: number): boolean {
    return this.share() < probability;
  }

  between(least: number, most: number): number {
    return least + this.share() * (most - least);
  }

  whole(least: number, most: number): number {
    return Math.floor(this.between(least, most + 1));
  }

  oneOf<T>(all: readonly [T, ...(readonly T[])]): T {
    return all[Math.floor(this.share() * all.length)] ?? all[0];
  }

  /** A wait of this length on average, as of what comes at any time alike. */
  wait(meanMs: number): number {
    return -Math.log(1 - this.share()) * meanMs;
  }
}

/** FNV-1a over the name, from the seed: neighbouring seeds lie far apart. */
function mixed(seed: number, name: string): number {
  let hash = Math.imul(seed ^ 0x811c9dc5, 0x9e3779b1);
  for (const letter of `${name} ${seed}`) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  hash ^= hash >>> 16;
  return Math.imul(hash, 0x85ebca6b) | 0;
}
