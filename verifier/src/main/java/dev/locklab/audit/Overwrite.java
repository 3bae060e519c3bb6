package dev.locklab.audit;

import dev.locklab.account.Write;
import java.math.BigInteger;
import java.util.List;

/**
 * One surviving stale write and the lost writes it is to blame for: those between the version it
 * had read and itself. Every lost write has exactly one such culprit.
 *
 * @param blame how the first of them was lost
 * @param victims the first of the lost writes, {@link #SHOWN} at the most
 * @param count how many were lost to it
 * @param sum what they add up to
 */
public record Overwrite(Blame blame, List<Write> victims, long count, BigInteger sum) {

  /** How many victims are kept to tell the story with. */
  public static final int SHOWN = 3;

  /** The surviving write that had not read them. */
  public Write culprit() {
    return blame.culprit();
  }
}
