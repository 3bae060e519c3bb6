package dev.locklab.options;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;

/** The options of a command as {@code --help} shows them: by {@link HelpGroup}. */
final class GroupedHelp {

  /** For options without a group of their own. */
  private static final String OTHERS = "Options";

  /** The standard ones, which are of least interest. */
  private static final String HELP = "Help";

  private GroupedHelp() {}

  static String optionList(Help help) {
    Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
    List<OptionSpec> standard = new ArrayList<>();
    for (OptionSpec option : help.commandSpec().options()) {
      if (option.usageHelp() || option.versionHelp()) {
        standard.add(option);
      } else if (!option.hidden()) {
        groups.computeIfAbsent(group(option), none -> new ArrayList<>()).add(option);
      }
    }
    groups.put(HELP, standard);
    StringBuilder text = new StringBuilder();
    groups.forEach(
        (heading, options) -> {
          Help.Layout layout = help.createDefaultLayout();
          layout.addAllOptions(options, help.createDefaultParamLabelRenderer());
          text.append(String.format(Locale.ROOT, "%n%s:%n", heading)).append(layout);
        });
    return text.toString();
  }

  private static String group(OptionSpec option) {
    if (option.userObject() instanceof Field field) {
      HelpGroup own = field.getAnnotation(HelpGroup.class);
      HelpGroup shared = field.getDeclaringClass().getAnnotation(HelpGroup.class);
      return own != null ? own.value() : shared != null ? shared.value() : OTHERS;
    }
    return OTHERS;
  }
}
