package dev.locklab.audit;

import dev.locklab.account.Write;
import java.time.Duration;

/**
 * How a write was lost.
 *
 * @param culprit the surviving write that was made without having read it
 * @param lease for how long a lock of this run was granted
 * @param victimLate whether the lost write was sent after its holder's lease had ended
 * @param culpritLate whether the culprit was sent after its holder's lease had ended
 */
public record Blame(Write culprit, Duration lease, boolean victimLate, boolean culpritLate) {}
