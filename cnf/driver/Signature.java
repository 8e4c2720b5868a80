package org.fascicle.build;

import java.util.ArrayList;
import java.util.List;

/** One of the ways in which a method can take the values of some options of a technique: a Java type for each. */
record Signature(Description technique, List<Description.Option> options, List<String> types) {

    /** All ways: an option that takes a technique takes its definition or its name, and so on. */
    static List<Signature> of(Description technique, List<Description.Option> options) {
        List<List<String>> ways = new ArrayList<>(List.of(List.of()));
        for (int i = 0; i < options.size(); i++) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> way : ways) {
                for (String type : types(technique, options.get(i), i == options.size() - 1)) {
                    List<String> next = new ArrayList<>(way);
                    next.add(type);
                    longer.add(next);
                }
            }
            ways = longer;
        }
        return ways.stream().map(types -> new Signature(technique, options, types)).toList();
    }

    private static List<String> types(Description technique, Description.Option option, boolean last) {
        return switch (option.type()) {
            case "number" -> List.of("double");
            case "integer" -> List.of("int");
            case "flag" -> List.of("boolean");
            case "scheduled" -> List.of("double", "ScheduleDefinition");
            case "numbers" -> List.of(last ? "double..." : "double[]");
            case "integers" -> List.of(last ? "int..." : "int[]");
            case "texts" -> List.of(last ? "String..." : "String[]");
            case "techniques" -> List.of(TechniqueSource.definition(option.kind()) + (last ? "..." : "[]"));
            case "technique" -> List.of(TechniqueSource.definition(option.kind()), "String");
            case "text" -> option.choices().isEmpty() ? List.of("String") : List.of(choice(technique, option), "String");
            default -> throw new BuildFailure("%s: its option '%s' is of the type '%s', which has no counterpart in Java here",
                    technique.bundle(), option.name(), option.type());
        };
    }

    /** The enum of an option that is one of some texts; it is nested in the technique's class, and so has another name. */
    static String choice(Description technique, Description.Option option) {
        String name = JavaText.type(option.name());
        return name.equals(JavaText.type(technique.name())) ? name + "Choice" : name;
    }

    /**
     * The parameters' declarations.
     *
     * @param owner the class that the nested types are reached by, with a dot; empty within it
     */
    List<String> parameters(String owner) {
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Description.Option option = options.get(i);
            boolean nested = !option.choices().isEmpty() && !types.get(i).equals("String");
            boolean nullable = "null".equals(option.defaultText()) && types.get(i).matches("[A-Z]\\w*");
            parameters.add(
                    (nullable ? "@Nullable " : "") + (nested ? owner : "") + types.get(i) + " " + JavaText.method(option.name()));
        }
        return parameters;
    }

    /** What the value of each option must be, in words. */
    List<String> expectations() {
        List<String> expectations = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Description.Option option = options.get(i);
            expectations.add(JavaText.escaped(switch (types.get(i)) {
                case "ScheduleDefinition" -> "a schedule";
                case "double" -> option.number();
                case "String" -> option.kind() == null ? option.expectation() : "the name of " + option.expectation();
                default -> option.expectation();
            }));
        }
        return expectations;
    }

    List<String> tags() {
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            tags.add("@param " + JavaText.method(options.get(i).name()) + " " + expectations().get(i));
        }
        return tags;
    }
}
