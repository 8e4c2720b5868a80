package org.fascicle.build;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The source of the class that has a factory for each technique of one kind: {@code Layers.dense(300)}. */
final class FactorySource {
    private final String kind;
    private final List<TechniqueSource> techniques;

    FactorySource(String kind, List<TechniqueSource> techniques) {
        this.kind = kind;
        this.techniques = techniques;
    }

    String name() {
        return switch (kind) {
            case "data" -> "DataSources";
            case "loss" -> "Losses";
            default -> JavaText.type(kind) + "s";
        };
    }

    String text() {
        StringBuilder text = new StringBuilder("package ").append(TechniqueSource.ROOT).append(";\n\n");
        TreeSet<String> imports = new TreeSet<>();
        for (TechniqueSource each : techniques) {
            imports.add(TechniqueSource.packageOf(kind) + "." + each.name());
            each.technique().required().forEach(option -> imports.addAll(TechniqueSource.definitions(option)));
        }
        imports.forEach(type -> text.append("import ").append(type).append(";\n"));
        text.append("\n/** Techniques of the kind ").append(kind).append(", each as its bundle describes it. */\n");
        text.append("public final class ").append(name()).append(" {\n    private ").append(name()).append("() {}\n");
        techniques.forEach(each -> factories(text, each));
        return text.append("}\n").toString();
    }

    private static void factories(StringBuilder text, TechniqueSource source) {
        Description technique = source.technique();
        String what = technique.description().isEmpty()
                ? "The " + technique.kind() + " {@code " + technique.qualifiedName() + "}."
                : JavaText.escaped(technique.description());
        for (Signature signature : Signature.of(technique, technique.required())) {
            text.append('\n').append(JavaText.comment("    ", List.of(what), signature.tags()));
            text.append(JavaText.head("    ", "public static " + source.name() + " " + JavaText.method(technique.name()),
                    signature.parameters(source.name() + "."), " {"));
            List<String> arguments = new ArrayList<>();
            technique.required().forEach(option -> arguments.add(JavaText.method(option.name())));
            text.append("        return ").append(source.name()).append(".of(").append(String.join(", ", arguments))
                    .append(");\n    }\n");
        }
    }
}
