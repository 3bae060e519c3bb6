package dev.locklab.strategy;

import dev.locklab.exit.UsageException;
import dev.locklab.options.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The libraries that this JVM has loaded, and in which version. */
public final class LoadedLibraries {

  private LoadedLibraries() {}

  /**
   * What runs depend on: the strategies' libraries and Jedis, by their names.
   *
   * @throws UsageException as {@link Strategies#known}
   */
  public static Map<String, String> ofRuns() {
    Map<String, String> loaded = new TreeMap<>(Strategies.libraries());
    loaded.put("jedis", Versions.jedis());
    return loaded;
  }

  /** What a program says to {@code --version}: the lab, Java, what runs depend on, and the rest. */
  public static List<String> inWords() {
    Map<String, String> loaded = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    loaded.put("HdrHistogram", Versions.hdrHistogram());
    loaded.put("picocli", Versions.picocli());
    List<String> lines = new ArrayList<>();
    lines.add("Redis Lock Lab " + Versions.lab());
    lines.add(
        "%s %s, %s %s"
            .formatted(
                System.getProperty("java.vm.name"),
                System.getProperty("java.runtime.version"),
                System.getProperty("os.name"),
                System.getProperty("os.arch")));
    String broken = "";
    try {
      loaded.putAll(ofRuns());
    } catch (UsageException e) {
      broken = String.valueOf(e.getMessage());
    }
    loaded.forEach((name, version) -> lines.add(name + " " + version));
    if (!broken.isEmpty()) {
      lines.add(broken);
    }
    return lines;
  }
}
