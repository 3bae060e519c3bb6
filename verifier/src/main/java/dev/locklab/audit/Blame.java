package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.ClockOffset;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a write was lost.
 *
 * @param culprit the surviving write that was made without having read it
 * @param cause how it came to that
 * @param gap for how long the lost write had been sent when the culprit was granted its lock or,
 *     without a lock, had its reading; microseconds. Absent unless it is sure to have been before
 * @param clock how the culprit's clock stands to the server's; absent where nobody measured it
 * @param lease for how long a lock of this run was granted
 * @param victimLate whether the lost write was sent after its holder's lease had ended; where that
 *     is true of neither of the two, whether the lease may have ended by then
 * @param culpritLate the same of the culprit
 */
public record Blame(
    Write culprit,
    Cause cause,
    @Nullable Long gap,
    @Nullable ClockOffset clock,
    Duration lease,
    boolean victimLate,
    boolean culpritLate) {}
