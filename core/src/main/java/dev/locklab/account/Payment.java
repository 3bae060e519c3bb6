package dev.locklab.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A payment as the rail has it, or one that it refused.
 *
 * @param order what was paid
 * @param worker who paid
 * @param seq which of the thread's updates it was
 * @param token the fencing token that was shown, if the strategy has one
 * @param acquiredAt when the lock had been granted, epoch microseconds by the worker's clock;
 *     absent without a lock
 * @param paidAt when it was sent, by the same clock
 * @param refused whether the rail refused it
 */
public record Payment(
    @JsonProperty(required = true) long order,
    @JsonProperty(required = true) String worker,
    @JsonProperty(required = true) int thread,
    @JsonProperty(required = true) long seq,
    @Nullable Long token,
    @Nullable Long acquiredAt,
    @JsonProperty(required = true) long paidAt,
    boolean refused) {}
