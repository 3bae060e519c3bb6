package dev.locklab.strategy;

import dev.locklab.redis.Errors;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A strategy did what none may: threw an {@link Error}, or an exception where its contract has
 * none. Nobody knows in which state it is now.
 */
public final class StrategyDefect extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Attempt reached;

  /**
   * @param stage what was asked of the strategy: open, enter, update, release or close
   * @param cause what it threw
   */
  public StrategyDefect(String stage, Throwable cause) {
    this(stage, cause, null);
  }

  /**
   * @param reached what had come of the update before; absent if that is not known
   */
  public StrategyDefect(String stage, Throwable cause, @Nullable Attempt reached) {
    super(said(stage, cause), cause);
    this.reached = reached;
  }

  /** A store that refuses is no defect of whoever asked it. */
  private static String said(String stage, Throwable cause) {
    return (Errors.isOfStore(cause) ? "" : "defect of the strategy in ")
        + stage
        + ": "
        + Errors.named(cause);
  }

  /** What was thrown, as a defect; one that is known to be one stays as it is. */
  public static StrategyDefect of(String stage, Throwable thrown) {
    return thrown instanceof StrategyDefect known ? known : new StrategyDefect(stage, thrown);
  }

  /** What had come of the update before; absent if that is not known. */
  public @Nullable Attempt reached() {
    return reached;
  }

  /** What is wrong, in one line. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
