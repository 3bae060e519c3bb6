package dev.locklab.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended and what was found in the store; kept in {@code spec.json} beside the settings.
 *
 * @param balance the balance found; absent if it was not a number or the store could not be asked
 * @param version the version found; absent where the journal is off
 * @param dead workers that died in mid-run
 * @param stalled whether the run was ended because nobody got anywhere any more
 * @param stopped why the run was ended before its time, if it was
 * @param cost what the run cost the server; absent where the server does not say
 * @param trouble what else the verifier could not do, in words
 */
public record Ending(
    @JsonProperty("final") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Long balance,
    @JsonProperty("finalVersion") @Nullable Long version,
    List<String> dead,
    boolean stalled,
    @Nullable String stopped,
    @Nullable Cost cost,
    List<String> trouble) {

  public Ending {
    dead = dead == null ? List.of() : List.copyOf(dead);
    trouble = trouble == null ? List.of() : List.copyOf(trouble);
  }
}
