package dev.locklab.lab;

import static java.io.File.pathSeparator;
import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How a lab starts its worker JVMs.
 *
 * @param classPath where they find their classes
 * @param packed jars that take the place of folders of a class path
 * @param options of the virtual machine
 * @param leaveMillis how long one may take to end once it has been dismissed
 */
record WorkerJvm(
    String classPath, Map<String, String> packed, List<String> options, long leaveMillis) {

  /**
   * The lab's own classes; small and quick to start, for the work is waiting for Redis. Code is
   * compiled quickly rather than well: workers live for seconds, and many of them are on one
   * machine, where the thorough compiler takes from what is measured more than it gives.
   */
  static final WorkerJvm USUAL =
      new WorkerJvm(
          System.getProperty("java.class.path"),
          Map.of(),
          List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"),
          TimeUnit.SECONDS.toMillis(2));

  private static final long RECORDING_MILLIS = TimeUnit.SECONDS.toMillis(60);

  /** The same, but on leaving each writes the classes that it has loaded into that file. */
  WorkerJvm recording(Path archive) {
    return with(List.of("-XX:ArchiveClassesAtExit=" + archive), RECORDING_MILLIS);
  }

  /** The same with the classes that another has recorded. */
  WorkerJvm sharing(Path archive) {
    return with(List.of("-XX:SharedArchiveFile=" + archive), leaveMillis);
  }

  /** The same with other classes. */
  WorkerJvm on(String classes) {
    return new WorkerJvm(classes, packed, options, leaveMillis);
  }

  /** The same with these jars in place of folders. */
  WorkerJvm packed(Map<String, String> jars) {
    return new WorkerJvm(classPath, Map.copyOf(jars), options, leaveMillis);
  }

  private WorkerJvm with(List<String> further, long leave) {
    List<String> more = new ArrayList<>(options);
    more.addAll(further);
    // What cannot be shared is loaded as ever; that is no news for a worker's log.
    more.addAll(List.of("-Xlog:disable", "-Xlog:all=error:stderr"));
    return new WorkerJvm(classPath, packed, more, leave);
  }

  /** What begins the command that starts one. */
  List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", entries().map(this::place).collect(joining(pathSeparator))));
    return command;
  }

  /** What the class path is made of. */
  Stream<String> entries() {
    return Stream.of(classPath.split(pathSeparator, -1));
  }

  private String place(String entry) {
    return packed.getOrDefault(entry, entry);
  }
}
