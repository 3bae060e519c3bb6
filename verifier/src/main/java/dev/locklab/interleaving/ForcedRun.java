package dev.locklab.interleaving;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.locklab.audit.Findings;
import dev.locklab.audit.Judged;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of an order that was forced upon two workers: a run like any other, and the steps as
 * they took place.
 *
 * @param order what was asked for
 * @param events what happened
 * @param run the run and the findings
 */
public record ForcedRun(Schedule order, List<Event> events, Judged run) {

  public ForcedRun {
    events = List.copyOf(events);
  }

  /** What happened at a step. */
  public enum Kind {
    READS,
    WRITES,
    /** Read and wrote in one step. */
    UPDATES,
    /** Wanted to read, and is held back by the others. */
    BLOCKED,
    /** Was told that the lock is taken, or turned away otherwise, before it read. */
    TURNED_AWAY,
    /** Its write was dropped by the store; it reads once more. */
    ABORTS,
    /** Its write was refused by the store, for good. */
    REFUSED,
    /** Its turn to write, and it still waits to read. */
    WAITS
  }

  /**
   * What happened at a step.
   *
   * @param worker to whom, from 0
   * @param by who held it back, from 0; absent where nobody did
   * @param balance the balance right afterwards; absent if it is not a number
   */
  public record Event(
      @JsonProperty(required = true) int worker,
      @JsonProperty(required = true) Kind kind,
      @Nullable Integer by,
      @Nullable Long balance) {}

  /** Whether every step took place when it was asked for. */
  public boolean isAsOrdered() {
    return events.stream()
        .allMatch(
            event ->
                event.kind() == Kind.READS
                    || event.kind() == Kind.WRITES
                    || event.kind() == Kind.UPDATES);
  }

  /** Whether that happened to anybody. */
  public boolean has(Kind kind) {
    return events.stream().anyMatch(event -> event.kind() == kind);
  }

  /** Whether updates were lost. */
  public boolean lost() {
    Findings.Lineage lineage = run.findings().lineage();
    return lineage != null && lineage.lost() > 0;
  }

  /** The balance found, less the opening; absent if it could not be read. */
  public @Nullable Long outcome() {
    Findings.Money money = run.findings().money();
    return money.found() == null ? null : Long.valueOf(money.found() - money.opening());
  }
}
