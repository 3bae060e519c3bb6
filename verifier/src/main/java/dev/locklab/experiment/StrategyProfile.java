package dev.locklab.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.locklab.run.Promise;
import dev.locklab.run.RunSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a strategy said of itself when the experiment was made: kept with it, so that it can be
 * shown again where the strategy's class is not to be had.
 *
 * @param name its name
 * @param promise what it promises
 * @param summary how it keeps updates out of each other's way, in one line; may be empty
 * @param reference where it is described; may be empty
 * @param roundTrips what an uncontended update costs, in words; may be empty
 * @param needs what it needs that the server does not have; absent if it could be run
 * @param library the library that its lock is of, in an experiment with such as the lab does not
 *     carry; absent in any other
 * @param ignores options that were given and that it does nothing with
 */
public record StrategyProfile(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) Promise promise,
    String summary,
    String reference,
    String roundTrips,
    @Nullable String needs,
    @Nullable String library,
    List<String> ignores) {

  public StrategyProfile {
    summary = summary == null ? "" : summary;
    reference = reference == null ? "" : reference;
    roundTrips = roundTrips == null ? "" : roundTrips;
    ignores = ignores == null ? List.of() : List.copyOf(ignores);
  }

  /** All that is known of a strategy from a run of it. */
  static StrategyProfile of(RunSpec spec) {
    return new StrategyProfile(spec.strategy(), spec.promise(), "", "", "", null, null, List.of());
  }

  /** Whether it is no strategy but a limit to compare with. */
  @JsonIgnore
  public boolean isLimit() {
    return promise == Promise.LIMIT;
  }
}
