package dev.locklab.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locklab.lab.EmbeddedRedis;
import dev.locklab.redis.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** What the doctor says of a machine on which something does not work. */
class DoctorIT {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  DoctorIT() {}

  @Test
  void here_all_works_that_the_main_job_needs() throws Exception {
    String said = doctor(0, Map.of());
    assertThat(said)
        .containsPattern("(?m)^Java +(OK|LIMITED) .* processors?$")
        .containsPattern("(?m)^memory +(OK|LIMITED) +[0-9.]+ GiB of [0-9.]+ GiB to be had")
        .containsPattern("(?m)^temporary folder +OK ")
        .containsPattern("(?m)^results folder +OK +" + folder + "/\\.locklab, ")
        .containsPattern("(?m)^signals +OK ")
        .containsPattern("(?m)^Redis server +OK +(Redis|Valkey) [0-9.]+")
        .containsPattern("(?m)^ports +OK .*redis://127\\.0\\.0\\.1:\\d+ ")
        .containsPattern("(?m)^strategies +(OK|LIMITED) +\\d+ of \\d+ can run on ")
        .containsPattern("(?m)^clock +OK +ticks every ")
        .containsPattern("(?m)^Docker +(OK|LIMITED) ");
    assertThat(said.strip().lines().reduce((first, last) -> last).orElseThrow())
        .containsAnyOf("'compare' works here", "Everything works here.");
  }

  @Test
  void a_program_that_is_no_server_is_named_with_what_follows_from_it() throws Exception {
    Path none = Files.writeString(folder.resolve("no-server"), "");
    assertThat(doctor(69, Map.of("LOCKLAB_REDIS_SERVER", none.toString())))
        .containsPattern(
            "(?m)^Redis server +FAILED +LOCKLAB_REDIS_SERVER=\\S+/no-server is no Redis")
        .contains("so: no embedded Redis; name one with --redis")
        .contains("'compare' does not work here");
  }

  @Test
  void without_docker_and_other_programs_the_rest_still_works() throws Exception {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    for (String program : List.of("sh", "cat", "rm", "uname")) {
      Files.createSymbolicLink(bin.resolve(program), Path.of("/bin", program));
    }
    assertThat(doctor(0, Map.of("PATH", bin.toString())))
        .containsPattern("(?m)^Docker +LIMITED +there is no docker here")
        .containsPattern("(?m)^signals +LIMITED +there is no kill")
        .containsPattern("(?m)^Redis server +OK .* which the lab carries")
        .contains("'compare' works here; what else does not is LIMITED above.");
  }

  @Test
  void a_results_folder_in_a_file_s_place_and_a_missing_temporary_folder_are_told()
      throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(doctor(69, Map.of(), "--results", file.resolve("runs").toString()))
        .containsPattern("(?m)^results folder +FAILED .*/file/runs cannot be written to")
        .contains("so: no run can be kept; name another folder with --results");
    Map<String, String> nowhere =
        Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + folder.resolve("none"));
    assertThat(doctor(69, nowhere))
        .containsPattern("(?m)^temporary folder +FAILED +no temporary folder can be made in ")
        .doesNotContain("\tat ");
  }

  @Test
  void a_server_that_is_named_is_looked_at_in_place_of_an_embedded_one() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      String url = redis.address().url();
      assertThat(doctor(0, Map.of("LOCKLAB_REDIS", url)))
          .containsPattern("(?m)^rights +OK ")
          .containsPattern("(?m)^strategies +(OK|LIMITED) ")
          .containsPattern("(?m)^clock +OK .* off the server's, give or take ")
          .doesNotContain("ports ");
      allowOnly(redis, "+info", "+role", "+client|setname", "+time", "+command", "+set");
      String limited = "redis://reader:secret@127.0.0.1:" + redis.address().port();
      assertThat(doctor(69, Map.of("LOCKLAB_REDIS", limited)))
          .containsPattern("(?m)^rights +FAILED .*NOPERM")
          .contains("so: no run can be made by this user")
          .doesNotContain("secret");
    }
    assertThat(doctor(69, Map.of(), "--redis=redis://127.0.0.1:1", "--control=redis://127.0.0.1:2"))
        .containsPattern("(?m)^Redis +FAILED +no Redis to be had: Failed to connect to 127.0.0.1:1")
        .contains("so: no run can be made on this server")
        .containsPattern("(?m)^control +FAILED .*127.0.0.1:2")
        .contains("so: verifier and workers cannot talk");
  }

  private static void allowOnly(EmbeddedRedis redis, String... rights) {
    CommandArguments user = new CommandArguments(Command.ACL).add("SETUSER").add("reader");
    user.add("on").add(">secret").add("~*").add("&*");
    for (String right : rights) {
      user.add(right);
    }
    try (Link link = redis.address().link("test")) {
      link.call(user);
    }
  }

  private String doctor(int code, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    String[] args = Stream.concat(Stream.of("doctor"), Stream.of(options)).toArray(String[]::new);
    try (Cli doctor = Cli.start(folder, Cli.VERIFIER, environment, args)) {
      assertThat(doctor.exitCode()).as(doctor.output()).isEqualTo(code);
      return doctor.output();
    }
  }
}
