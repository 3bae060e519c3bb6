package dev.locklab.it;

import dev.locklab.strategy.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A strategy of somebody else's on the class path, which does what it is told to do wrong. */
final class Plugin {

  private static final String SOURCE =
      """
      package plugin;

      import dev.locklab.account.Account;
      import dev.locklab.redis.Link;
      import dev.locklab.run.Promise;
      import dev.locklab.strategy.LockStrategy;
      import dev.locklab.strategy.Workbench;
      import java.util.concurrent.CountDownLatch;
      import redis.clients.jedis.Protocol.Command;

      public final class Faulty extends LockStrategy {
        public String name() { return "faulty"; }
        public Promise promise() { return Promise.WHILE_LEASE_HELD; }
        public String summary() { return "SET NX PX, and a fault"; }

        private static void hang(boolean deaf) throws InterruptedException {
          while (true) {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              if (!deaf) throw e;
            }
          }
        }

        protected Entrance entrance(Workbench bench, Account account) {
          String fault = System.getenv().getOrDefault("FAULT", "");
          boolean rehearsal = bench.keys().balance().contains("rehearsal");
          if (fault.equals("open")) throw new NoClassDefFoundError("io/lettuce/core/RedisClient");
          Link link = bench.subject().link(bench.clientName());
          String key = bench.keys().key("faulty");
          int[] count = {0};
          return new Entrance() {
            public dev.locklab.account.CriticalSection enter() throws InterruptedException {
              if (rehearsal && fault.equals("rehearsal")) throw new NoSuchMethodError("Jedis.set");
              if (rehearsal && fault.equals("hang")) hang(false);
              boolean now = !rehearsal && ++count[0] == 20;
              if (now && fault.equals("enter")) throw new NoSuchMethodError("Jedis.set");
              if (now && fault.equals("deaf")) hang(true);
              if (now && fault.equals("throws-interrupt")) throw new InterruptedException();
              while (link.call(Command.SET, key, "1", "NX", "PX", "30000") == null) {
                Workbench.pauseNanos(500_000);
              }
              return account.enter(() -> {
                link.call(Command.DEL, key);
                if (now && fault.equals("release")) throw new NoSuchMethodError("Jedis.eval");
                if (now && fault.equals("interrupt")) Thread.currentThread().interrupt();
              });
            }
            public void close() {
              link.close();
              if (!rehearsal && fault.equals("close")) throw new NoSuchMethodError("Jedis.close");
            }
          };
        }
      }
      """;

  private Plugin() {}

  /** Compiles it, and gives the class path that has it. */
  static String classPath(Path folder) throws IOException {
    Path source = folder.resolve("Faulty.java");
    Files.writeString(source, SOURCE);
    Path classes = Files.createDirectories(folder.resolve("plugin"));
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.write(services.resolve(Strategy.class.getName()), List.of("plugin.Faulty"));
    String path = System.getProperty("java.class.path");
    int failed =
        javax.tools.ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                path,
                "-d",
                classes.toString(),
                source.toString());
    if (failed != 0) {
      throw new AssertionError("the plug-in cannot be compiled");
    }
    return classes + System.getProperty("path.separator") + path;
  }
}
