package dev.locklab.audit;

import dev.locklab.run.RunSpec;

/** A run and what the audit found of it: all that a report needs. */
public record Judged(RunSpec spec, Findings findings) {

  /** Audits a run. */
  public static Judged of(Evidence evidence) {
    return new Judged(evidence.spec(), Audit.of(evidence));
  }
}
