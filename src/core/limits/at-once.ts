/** How many calls of each key are under way in this process. */
export interface AtOnce {
  /** Whether one more may begin; the one who is let in calls `leave` when it has ended, however it ended. */
  enter(keyId: string): boolean;
  leave(keyId: string): void;
}

/** Lets at most `most` calls of one key be under way. */
export function createAtOnce(most: number): AtOnce {
  const under = new Map<string, number>();
  return {
    enter(keyId) {
      const already = under.get(keyId) ?? 0;
      if (already >= most) return false;
      under.set(keyId, already + 1);
      return true;
    },
    leave(keyId) {
      const left = under.get(keyId)! - 1;
      if (left > 0) under.set(keyId, left);
      else under.delete(keyId);
    },
  };
}
