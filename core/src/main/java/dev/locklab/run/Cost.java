package dev.locklab.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a run cost the server, from the server's own counters, between the opening of the gate and
 * the last tally.
 *
 * @param requests requests as sent: reads from client sockets, so that a pipeline counts once
 * @param commands commands executed, with those that scripts call
 * @param cpuMicros processor time of the server, microseconds
 * @param alone requests an update where a single thread has the subject to itself, measured in a
 *     short run of its own; absent if there was none
 */
public record Cost(
    @JsonProperty(required = true) long requests,
    @JsonProperty(required = true) long commands,
    @JsonProperty(required = true) long cpuMicros,
    @Nullable Double alone) {}
