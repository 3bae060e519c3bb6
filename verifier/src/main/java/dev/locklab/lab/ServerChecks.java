package dev.locklab.lab;

import dev.locklab.exit.UnavailableException;
import dev.locklab.exit.UsageException;
import dev.locklab.redis.Errors;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.ServerRole;
import dev.locklab.redis.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at the start whether the servers that the user named are such as runs can be made on. */
public final class ServerChecks {

  private ServerChecks() {}

  /**
   * Asks a server what it is.
   *
   * @param option by which it was named
   * @throws UnavailableException if it does not answer
   * @throws UsageException if it is a Sentinel, a replica or a node of a cluster
   */
  public static ServerRole requireFit(String option, RedisAddress address) {
    ServerRole role;
    try {
      role = ServerRole.of(address, "locklab-verifier");
    } catch (StoreException e) {
      throw new UnavailableException("no Redis to be had: " + Errors.rootMessage(e));
    }
    String unfit = role.unfit(address);
    if (unfit != null) {
      throw new UsageException(option + ": " + address + " " + unfit);
    }
    return role;
  }

  /**
   * Asks several servers what they are.
   *
   * @throws UsageException also if one of them is named twice, be it by another name
   */
  static void requireIndependent(String option, List<RedisAddress> addresses) {
    Map<String, RedisAddress> known = new HashMap<>();
    for (RedisAddress address : addresses) {
      if (address.isMoving()) {
        throw new UsageException(option + ": " + address + " is not one server; name single ones");
      }
      String id = requireFit(option, address).id();
      RedisAddress other = known.put(id.isEmpty() ? address.locations().get(0) : id, address);
      if (other != null) {
        throw new UsageException(
            "%s: %s and %s are the same server; name servers that are independent of each other"
                .formatted(option, other, address));
      }
    }
  }
}
