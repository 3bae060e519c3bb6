package dev.locklab.audit;

import dev.locklab.account.Payment;
import dev.locklab.account.Write;
import dev.locklab.run.Injection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a run with a fault, step by step, in the order of the server's clock; around the
 * fault, and whatever came of it. Writes among themselves are in the order of their versions, which
 * no clock overrules.
 *
 * @param start when the first step was, epoch microseconds
 * @param steps {@link #MOST} at the most
 * @param store what a fence at the store did, or would have done; absent where the journal cannot
 *     be followed
 * @param rail what one at the rail did, or would have done; absent where nothing was paid
 */
public record Timeline(long start, List<Step> steps, @Nullable Fence store, @Nullable Fence rail) {

  /** How many steps are told; the others are counted. */
  public static final int MOST = 25;

  public Timeline {
    steps = List.copyOf(steps);
  }

  /** One line of the story. */
  public sealed interface Step permits Happened, Acted, Omitted {}

  /** Something that the lab did or saw. */
  public record Happened(Injection.Event event) implements Step {}

  /**
   * What a thread did in one update without anybody in between: at least one of the three.
   *
   * @param at when it began with that, by the server's clock, epoch microseconds
   * @param who the thread; the worker where each has one only
   * @param granted whether it was granted the lock
   * @param token the fencing token of the update, if the strategy has one
   */
  public record Acted(
      long at,
      String who,
      boolean granted,
      @Nullable Long token,
      @Nullable Paid paid,
      @Nullable Written written)
      implements Step {}

  /**
   * A payment.
   *
   * @param again whether the rail took a payment of the same order before
   */
  public record Paid(Payment payment, boolean again) {}

  /**
   * A write.
   *
   * @param fate what became of it; absent where the journal cannot be followed
   * @param erased how many lost writes it is to blame for
   * @param late whether it was sent after its holder's lease had ended
   */
  public record Written(Write write, Trace.@Nullable Fate fate, long erased, boolean late) {}

  /**
   * Steps that are not told.
   *
   * @param who whose they were
   */
  public record Omitted(
      long events, long grants, long payments, long writes, long lost, List<String> who)
      implements Step {}

  /**
   * A fence refuses whoever shows a smaller token than one that was shown before.
   *
   * @param who whose write or payment it is about; of those who were refused all. Absent where
   *     nobody came late
   * @param version the write that it is about; absent at the rail
   * @param order the order that was paid; absent at the store
   * @param token what it was made under
   * @param newest the greatest token that was shown before it
   * @param locked whether it was made under a lock
   * @param refused how many were refused
   */
  public record Fence(
      Effect effect,
      @Nullable String who,
      @Nullable Long version,
      @Nullable Long order,
      @Nullable Long token,
      @Nullable Long newest,
      boolean locked,
      long refused) {

    /** What a fence does. */
    public enum Effect {
      /** It was there, and did refuse. */
      REFUSED,
      /** It was not there, and would have refused. */
      WOULD_REFUSE,
      /** It would have let it pass, as no greater token had been shown. */
      WOULD_PASS,
      /** There is no token to refuse anybody by. */
      NO_TOKEN,
      /** Nobody came late. */
      NOTHING_STALE
    }
  }
}
