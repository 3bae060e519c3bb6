package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.locklab.handoff.HandoffClient;
import dev.locklab.handoff.Hold;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.redis.Link;
import dev.locklab.redis.Replies;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/** The hand-off lock at a server that cuts off, evicts and is full. */
class HandoffServerIT {

  private static final String NAME = "{test}:lock";

  private final EmbeddedRedis redis = EmbeddedRedis.start();
  private final RedisClient raw = redis.address().client("raw");
  private final Link admin = redis.address().link("admin");
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HandoffClient first = HandoffClient.connect(redis.address());
  private final HandoffClient second = HandoffClient.connect(redis.address());

  @AfterEach
  void close() {
    threads.shutdownNow();
    first.close();
    second.close();
    raw.close();
    admin.close();
    redis.close();
  }

  @Test
  void a_subscriber_that_is_cut_off_for_its_output_buffer_is_granted_all_the_same()
      throws Exception {
    admin.call(Command.CONFIG, "SET", "client-output-buffer-limit", "pubsub 64kb 32kb 1");
    for (int cut = 1; cut <= 5; cut++) {
      Hold hold = first.lock(NAME).lock();
      CompletableFuture<Long> waiting =
          CompletableFuture.supplyAsync(
              () -> {
                try (Hold mine = second.lock(NAME).lock()) {
                  return mine.token();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              },
              threads);
      await().until(() -> raw.llen(NAME + ":queue") == 1);
      String waiter = raw.lindex(NAME + ":queue", 0).split(":", -1)[0];
      List<String> before = subscribers();
      raw.publish("handoff:" + waiter, "x".repeat(1 << 20));
      hold.close();
      assertThat(waiting.get(5, TimeUnit.SECONDS)).isGreaterThan(hold.token());
      // Or the message would have been swallowed, and the test would show nothing.
      await().until(() -> subscribers().size() == 2 && !subscribers().equals(before));
    }
  }

  /** The identities of the connections that are subscribed. */
  private List<String> subscribers() {
    return Replies.text(admin.call(Command.CLIENT, "LIST", "TYPE", "pubsub"))
        .lines()
        .map(line -> line.split(" ", -1)[0])
        .toList();
  }

  /** Of what has a time to live, which all keys of a lock have, nothing is left. */
  @Test
  void a_server_that_evicts_the_lock_and_takes_no_writes_loses_nothing_acknowledged()
      throws Exception {
    admin.call(Command.CONFIG, "SET", "maxmemory-policy", "volatile-ttl");
    Counting counting = new Counting(NAME, threads, 3, first, second);
    for (int full = 1; full <= 10; full++) {
      counting.goesOn(100);
      long refused = counting.refused();
      admin.call(Command.CONFIG, "SET", "maxmemory", "1");
      await().until(() -> counting.refused() > refused);
      admin.call(Command.CONFIG, "SET", "maxmemory", "0");
    }
    counting.goesOn(100);
    counting.end(raw);
    assertThat(
            raw.info("stats").lines().filter(line -> line.startsWith("evicted_keys:")).findFirst())
        .hasValueSatisfying(line -> assertThat(line).isNotEqualTo("evicted_keys:0"));
  }
}
