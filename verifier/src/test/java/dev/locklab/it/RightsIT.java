package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.locklab.audit.Verdict;
import dev.locklab.handoff.HandoffClient;
import dev.locklab.handoff.Hold;
import dev.locklab.lab.Crew;
import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.lab.Lab;
import dev.locklab.redis.Link;
import dev.locklab.redis.Mailbox;
import dev.locklab.redis.RedisAddress;
import dev.locklab.redis.Replies;
import dev.locklab.run.Workload;
import dev.locklab.strategy.Limits;
import dev.locklab.strategy.Strategies;
import dev.locklab.strategy.Strategy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** A user with the rights that README lists can run everything, and needs every one of them. */
class RightsIT {

  private static final Pattern LINE = Pattern.compile("(?m)^ACL SETUSER (locklab .*?)(?: +#.*)?$");

  /** Whatever the server lets everybody do, and what this test itself asks for. */
  private static final Set<String> FREE = Set.of("acl", "auth", "hello", "config", "quit");

  /** Nearly always somebody waits: whatever a lock does only then is done. */
  private static final Workload CONTENDED =
      Workload.builder().threads(3).updates(120L).think(Duration.ofMillis(1)).build();

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  RightsIT() {}

  @Test
  void everythingRunsWithExactlyTheListedRights() throws Exception {
    List<String> lines = lines();
    List<String> own = lines.subList(0, lines.size() - 1);
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        Link admin = redis.address().link("test")) {
      own.forEach(line -> grant(admin, line));
      admin.call(Command.CONFIG, "RESETSTAT");
      run(redis, own().toList());
      assertThat(denied(admin)).isEmpty();
      assertThat(used(admin)).isEqualTo(granted(own));
      grant(admin, lines.get(lines.size() - 1));
      run(redis, all().filter(strategy -> !isOwn(strategy)).toList());
      assertThat(denied(admin)).isEmpty();
      assertThat(used(admin)).isEqualTo(granted(lines));
    }
  }

  /**
   * The lists hold no right to what a server may keep secret, nor to another application's keys.
   */
  @Test
  void noRightReachesFurther() throws Exception {
    String all = String.join(" ", lines());
    assertThat(all).doesNotContain("+config", "+keys", "+flush", "~*", "&*", "allkeys");
  }

  private void run(EmbeddedRedis redis, List<Strategy> strategies) throws Exception {
    RedisAddress address =
        RedisAddress.parse("redis://locklab:PASSWORD@127.0.0.1:" + redis.address().port());
    try (Lab lab = Lab.on(address).crew(Crew.own(2)).results(folder).open()) {
      for (Strategy strategy : strategies) {
        if (strategy.needs(lab.server()) != null) {
          continue;
        }
        Verdict verdict = lab.run(strategy.name(), CONTENDED).verdict();
        assertThat(verdict)
            .as(strategy.name())
            .isNotIn(Verdict.INDETERMINATE, Verdict.STALLED, Verdict.UNEXPLAINED);
      }
      // So long that those who wait look whether the holder is still there.
      Workload.Builder slow = Workload.builder().threads(3).updates(2L);
      lab.run("handoff", slow.think(Duration.ofMillis(200)).build());
      giveUpAndPassOn(redis, address);
      lab.run("race", Workload.builder().updates(30L).journal(false).build());
      Workload.Builder streamed = Workload.builder().streaming(Workload.Streaming.PLAIN);
      lab.run("incr", streamed.updates(30L).build());
      lab.run("handoff", Workload.builder().updates(30L).rail(Workload.Rail.FENCED).build());
    }
  }

  /** What the hand-off lock does seldom: a waiter gives up, and a client does not confirm. */
  private static void giveUpAndPassOn(EmbeddedRedis redis, RedisAddress address)
      throws InterruptedException {
    String name = "{locklab:rights}:handoff";
    try (Link server = redis.address().link("test");
        HandoffClient first = HandoffClient.connect(address);
        HandoffClient second = HandoffClient.connect(address);
        Mailbox silent = Mailbox.open(address, "silent", "handoff:silent")) {
      Hold hold = first.lock(name).lock();
      assertThat(second.lock(name).tryLock(Duration.ofMillis(20))).isNull();
      server.call(Command.RPUSH, name + ":queue", "silent:1");
      hold.close();
      assertThat(silent.next(Duration.ofSeconds(10).toNanos())).isNotNull();
      await().until(() -> server.call(Command.GET, name) == null);
    }
  }

  private static Stream<Strategy> all() {
    return Stream.concat(Strategies.all().stream(), Limits.all().stream());
  }

  private static Stream<Strategy> own() {
    return all().filter(RightsIT::isOwn);
  }

  private static boolean isOwn(Strategy strategy) {
    return !strategy.getClass().getPackageName().endsWith(".redisson");
  }

  private static final Pattern BLANKS = Pattern.compile(" +");

  private static void grant(Link admin, String line) {
    admin.call(
        new CommandArguments(Command.ACL)
            .add("SETUSER")
            .addObjects(BLANKS.splitAsStream(line).toList()));
  }

  private static List<String> lines() throws Exception {
    String readme = Files.readString(Path.of("..", "README.md"));
    return LINE.matcher(readme).results().map(found -> found.group(1)).toList();
  }

  private static Set<String> granted(List<String> lines) {
    return lines.stream()
        .flatMap(line -> BLANKS.splitAsStream(line))
        .filter(word -> word.startsWith("+"))
        .map(word -> word.replaceAll("^[+]|[|].*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Every command that was called since the figures were reset. */
  private static Set<String> used(Link admin) {
    return Replies.text(admin.call(Command.INFO, "commandstats"))
        .lines()
        .filter(line -> line.startsWith("cmdstat_"))
        .map(line -> line.replaceAll("^cmdstat_|[:|].*", ""))
        .filter(command -> !FREE.contains(command))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * What was refused, but for what may be: the lab asks for the server's settings, and Redisson
   * tries a script on a key called {@code test1}.
   */
  private static List<String> denied(Link admin) {
    return admin.list(new CommandArguments(Command.ACL).add("LOG")).stream()
        .map(
            entry ->
                ((List<?>) entry)
                    .stream()
                        .map(part -> part instanceof byte[] ? Replies.text(part) : "" + part)
                        .collect(Collectors.joining(" ")))
        .filter(entry -> !entry.matches(".* object (config(\\|get)?|test1) .*"))
        .toList();
  }
}
