package dev.locklab.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a worker and the machine under it were busy with, from the opening of the gate until its
 * threads had done.
 *
 * @param cpuMicros processor time of the worker's whole process, microseconds
 * @param wallMicros how long that was, microseconds
 * @param busy share of the machine's processor time that was used by whomever, 0 to 1; absent where
 *     the machine does not say
 * @param stolen share that whoever runs this machine as a guest gave to others; likewise
 */
public record Load(
    @JsonProperty(required = true) long cpuMicros,
    @JsonProperty(required = true) long wallMicros,
    @Nullable Double busy,
    @Nullable Double stolen) {

  /** How many processors the worker kept busy. */
  public double processors() {
    return wallMicros <= 0 ? 0 : (double) cpuMicros / wallMicros;
  }
}
