package dev.locklab.audit;

import dev.locklab.account.Write;
import dev.locklab.run.ClockOffset;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told of one write.
 *
 * @param write the write itself
 * @param parent the write that its writer had read; absent if that was the opening
 * @param missed how many writes came between its read and itself, so that it overwrote them
 * @param missedFirst the first of those, {@link Overwrite#SHOWN} at the most
 * @param erased how many lost writes it is to blame for
 * @param blame how it was lost itself; absent if it is still in the balance
 * @param clock how its writer's clock stands to the server's; absent where nobody measured it
 * @param lease for how long a lock of this run was granted
 * @param late whether it was sent after its holder's lease had ended
 */
public record WriteStory(
    Write write,
    @Nullable Write parent,
    long missed,
    List<Write> missedFirst,
    long erased,
    @Nullable Blame blame,
    @Nullable ClockOffset clock,
    Duration lease,
    boolean late) {}
