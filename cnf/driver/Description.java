package org.fascicle.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;

import aQute.bnd.header.Attrs;
import aQute.lib.json.JSONCodec;

/**
 * What a bundle says of one of its techniques, in its manifest and its contract. No class of the bundle is loaded.
 *
 * @param shorthand the options of an optimizer that stand for the technique; null if there are none
 */
record Description(String kind, String namespace, String name, String version, String bundle, String description, String formula,
        String source, List<Option> options, Shorthand shorthand) {

    /** What a bundle says of its techniques. */
    static List<Description> of(Path jar) throws Exception {
        List<Description> found = new ArrayList<>();
        List<Attrs> techniques = Techniques.announced(jar);
        if (techniques.isEmpty()) {
            return found;
        }
        String contract = Contracts.contract(jar);
        if (contract == null) {
            throw new BuildFailure("%s offers techniques and holds no contract", jar.getFileName());
        }
        Map<?, ?> contracts = (Map<?, ?>) ((Map<?, ?>) new JSONCodec().dec().from(contract).get()).get("techniques");
        String bundle;
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            bundle = BundleInfo.symbolicName(file.getManifest());
        }
        for (Attrs each : techniques) {
            String namespace = each.get("namespace");
            String qualified = (namespace.equals("fascicle") ? "" : namespace + ":") + each.get("name");
            Map<?, ?> own = (Map<?, ?>) contracts.get(each.get("kind") + " " + qualified);
            if (own == null) {
                throw new BuildFailure("%s: its contract says nothing of the %s %s",
                        jar.getFileName(), each.get("kind"), qualified);
            }
            List<Option> options = new ArrayList<>();
            ((Map<?, ?>) own.get("options")).forEach(
                    (name, option) -> options.add(Option.of((String) name, (Map<?, ?>) option)));
            found.add(new Description(each.get("kind"), namespace, each.get("name"), String.valueOf(each.getTyped("version")),
                    bundle, text(each, "description"), text(each, "formula"), text(each, "source"), options,
                    shorthand(jar, each.get("class"))));
        }
        return found;
    }

    private static Shorthand shorthand(Path jar, String className) throws Exception {
        for (Attrs each : Techniques.shorthands(jar)) {
            if (className.equals(each.get("class"))) {
                Map<String, String> options = new LinkedHashMap<>();
                for (Object option : (List<?>) each.getTyped("options")) {
                    String[] names = option.toString().split("=", 2);
                    options.put(names[0], names[names.length - 1]);
                }
                return new Shorthand(Integer.parseInt(each.get("place")), options, each.get("flag"), each.get("per_parameter"));
            }
        }
        return null;
    }

    private static String text(Attrs attributes, String key) {
        String text = attributes.get(key);
        return text == null ? "" : text;
    }

    /** The name as model files write it. */
    String qualifiedName() {
        return namespace.equals("fascicle") ? name : namespace + ":" + name;
    }

    List<Option> required() {
        return options.stream().filter(option -> option.defaultText() == null).toList();
    }

    List<Option> optional() {
        return options.stream().filter(option -> option.defaultText() != null).toList();
    }

    /**
     * The options of an optimizer that stand for a technique around it.
     *
     * @param place they are listed in the order of their places
     * @param options each with the technique's own name of it
     * @param flag the option, true or false, that asks for the technique; null for none
     * @param perParameter the one of the options that groups of parameters may have for themselves; null for none
     */
    record Shorthand(int place, Map<String, String> options, String flag, String perParameter) {}

    /** An option: its type, the kind and the choices that it may have, null or empty if not. */
    record Option(String name, String type, String kind, List<String> choices, String range, String defaultText) {
        static Option of(String name, Map<?, ?> contract) {
            List<String> choices = new ArrayList<>();
            if (contract.get("choices") instanceof List<?> list) {
                list.forEach(choice -> choices.add((String) choice));
            }
            return new Option(name, (String) contract.get("type"), (String) contract.get("kind"), choices,
                    (String) contract.get("range"), (String) contract.get("default"));
        }

        /** The option under another name, given by its technique's name or word where it is a technique or one of some words. */
        Option plain(String other) {
            return new Option(other, type, kind, List.of(), range, defaultText);
        }

        /** What a number must be, in words. */
        String number() {
            return "a number" + (range == null ? "" : " in " + range);
        }

        /** What its value must be, in words. */
        String expectation() {
            String within = range == null ? "" : " in " + range;
            return switch (type) {
                case "number" -> number();
                case "integer" -> "a whole number" + within;
                case "flag" -> "true or false";
                case "scheduled" -> number() + " or a schedule";
                case "numbers" -> "numbers" + within;
                case "integers" -> "whole numbers" + within;
                case "texts" -> "texts";
                case "techniques" -> "techniques of the kind " + kind;
                case "technique" -> JavaText.withArticle(kind);
                default -> choices.isEmpty() ? "a text" : "one of " + String.join(", ", choices);
            };
        }

        /** What it is where it is not given, in words. */
        String otherwise() {
            if (defaultText.equals("null")) {
                return "absent by default";
            }
            return switch (type) {
                case "numbers", "integers" -> defaultText.replace(",", ", ");
                case "texts", "techniques" -> defaultText.isEmpty() ? "none" : defaultText.replace(",", ", ");
                case "text" -> "'" + defaultText + "'";
                default -> defaultText;
            } + " by default";
        }
    }
}
