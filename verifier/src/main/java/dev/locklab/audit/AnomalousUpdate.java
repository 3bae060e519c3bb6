package dev.locklab.audit;

import dev.locklab.account.Write;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a list of what stood out.
 *
 * @param kind what it stands out by
 * @param worker whose update it is
 * @param thread the thread within its worker
 * @param seq the update's sequence number within its thread
 * @param write its write; absent if the journal does not have it
 * @param blame how it was lost, if it was
 */
public record AnomalousUpdate(
    Anomaly kind,
    String worker,
    int thread,
    long seq,
    @Nullable Write write,
    @Nullable Blame blame) {}
