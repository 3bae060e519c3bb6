package dev.locklab.report;

import dev.locklab.account.Write;
import dev.locklab.audit.Blame;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Says in a sentence how it came that a write was overwritten unread. */
final class Mechanism {

  private static final String OLD =
      "it was given an old balance (by a cache, or a replica that lags), or that write was carried"
          + " out late";

  private Mechanism() {}

  /**
   * The sentence.
   *
   * @param victim the lost write
   * @param name what a write's maker is called
   */
  static String of(Write victim, Blame blame, Function<Write, String> name) {
    Write culprit = blame.culprit();
    String who = name.apply(culprit);
    String other = name.apply(victim);
    return switch (blame.cause()) {
      case OWN_WRITE -> own(victim, blame, who);
      case READ_BEFORE_GRANT ->
          "%s had read %s before it was granted the lock, when what it read could still change."
              .formatted(who, span(granted(culprit) - culprit.readAt()));
      case OLD_READ ->
          "%s %s %s after %s had sent its write, and read the balance from before all the same: %s."
              .formatted(
                  who,
                  culprit.acquiredAt() == null ? "had its reading" : "was granted the lock",
                  span(gap(blame)),
                  other,
                  OLD);
      case NO_LOCK ->
          culprit.acquiredAt() == null && victim.acquiredAt() == null
              ? "Nobody held a lock, so nothing kept the two apart."
              : (culprit.acquiredAt() == null ? who : other)
                  + " held no lock, so nothing kept the two apart.";
      case LEASE_OVER -> lease(blame, who, other);
      case TWO_INSIDE -> "No lease was over: two were let in at the same time.";
      case UNTOLD ->
          "Both held a lock, and no lease was over; whether they held it at the same time, their"
              + " clocks do not tell.";
    };
  }

  private static String own(Write victim, Blame blame, String who) {
    if (blame.culprit().seq() <= victim.seq()) {
      return "%s made both, one after the other, and the one that was sent first was carried out last."
          .formatted(who);
    }
    return "%s overwrote a write of its own%s: %s."
        .formatted(
            who,
            blame.gap() == null ? "" : ", sent " + span(gap(blame)) + " before it came again",
            OLD);
  }

  private static String lease(Blame blame, String who, String other) {
    String late =
        blame.victimLate() && blame.culpritLate()
            ? other + " and " + who
            : blame.victimLate() ? other : who;
    return "The lease of %s was over by then: the lock was free to be taken by another."
        .formatted(late);
  }

  private static long granted(Write write) {
    Long acquiredAt = write.acquiredAt();
    return acquiredAt == null ? write.readAt() : acquiredAt;
  }

  private static long gap(Blame blame) {
    Long gap = blame.gap();
    return gap == null ? 0 : gap;
  }

  private static String span(long micros) {
    return Times.of(TimeUnit.MICROSECONDS.toNanos(Math.max(0, micros)));
  }
}
