package dev.locklab.account;

import dev.locklab.redis.RedisAddress;

/**
 * The keys of one run. All carry the hash tag {@code {locklab:RUN}}, so that on Redis Cluster they
 * live in one slot and scripts and transactions may touch them together.
 *
 * @param run the run's id
 * @param scope empty, or what tells apart a second account of the run
 */
public record AccountKeys(String run, String scope) {

  /** The account of a run. */
  public AccountKeys(String run) {
    this(run, "");
  }

  /** A second account, on which workers warm up. */
  public AccountKeys rehearsal() {
    return new AccountKeys(run, "rehearsal:");
  }

  public String balance() {
    return key("balance");
  }

  public String version() {
    return key("version");
  }

  public String journal() {
    return key("journal");
  }

  /** That Redis for these keys: of a cluster the node that has their slot. */
  public RedisAddress at(RedisAddress redis) {
    return redis.ofKey(balance());
  }

  /** A further key of the run, such as a strategy's lock. */
  public String key(String name) {
    return "{locklab:" + run + "}:" + scope + name;
  }
}
