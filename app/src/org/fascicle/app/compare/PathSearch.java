package org.fascicle.app.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;
import org.jspecify.annotations.Nullable;

/**
 * Finds the places that a path means in a definition: names and list positions joined by dots, as {@code --set} has them. The name of a
 * technique may be left out: {@code network.1.activation} for {@code network.1.NAME.activation}. {@code *} means each entry of a list
 * that has the rest of the path set. Used once.
 */
final class PathSearch {
    private static final Map<String, Kind> SINGLE = Map.of("optimizer", Kind.OPTIMIZER, "loss", Kind.LOSS, "data", Kind.DATA);
    private static final Map<String, Kind> LISTED = Map.of("network", Kind.LAYER, "metrics", Kind.METRIC, "weighted_metrics",
            Kind.METRIC, "updates", Kind.TRANSFORM, "gradient_transforms", Kind.TRANSFORM);
    private static final String NETWORK = "network";
    private static final String ANY = "*";

    private final Installed installed;
    private final Map<String, Object> root;
    private final String path;
    private final List<String> names;
    private final List<Spot> found = new ArrayList<>();
    /** What could have stood in the place of a name that is unknown. */
    private final Set<String> candidates = new LinkedHashSet<>();
    private String unknown = "";
    private boolean any;
    private String layer = "";
    private boolean output;

    PathSearch(Installed installed, Map<String, Object> root, String path) {
        this.installed = installed;
        this.root = root;
        this.path = path;
        this.names = Arrays.asList(path.split("\\.", -1));
    }

    /**
     * The places, at least one.
     *
     * @throws InputException if the path leads nowhere; with the nearest name
     */
    List<Spot> spots() {
        if (names.stream().anyMatch(String::isBlank)) {
            throw problem("the path has an empty step", "Write it as in training.batch_size or network.*.activation");
        }
        String key = names.get(0);
        Kind kind = SINGLE.getOrDefault(key, LISTED.get(key));
        List<Object> steps = List.of(key);
        if (names.size() == 1) {
            if (!root.containsKey(key) && kind == null) {
                throw unknownKey(key);
            }
            found.add(new Spot(steps, SINGLE.get(key), null, "", false));
        } else if (kind != null) {
            technique(kind, root.get(key), 1, steps);
        } else if (key.equals("training") || root.containsKey(key)) {
            plain(root.get(key), 1, steps);
        } else {
            throw unknownKey(key);
        }
        if (found.isEmpty()) {
            throw nothing();
        }
        return found;
    }

    /** Where a technique is expected, or a list of some. */
    private void technique(Kind kind, @Nullable Object value, int at, List<Object> steps) {
        if (value instanceof List<?> list) {
            boolean outer = steps.equals(List.of(NETWORK));
            boolean within = output;
            entries(list, at, steps, (entry, position) -> {
                boolean last = position == list.size() - 1;
                if (outer) {
                    layer = NETWORK + "." + position;
                    output = last || isNamedAsOutput(entry);
                } else if (kind == Kind.LAYER) {
                    output = within && last;
                }
                List<Object> there = and(steps, position);
                if (at + 1 == names.size()) {
                    found.add(new Spot(there, kind, null, layer, output));
                } else {
                    technique(kind, entry, at + 1, there);
                }
            });
            return;
        }
        String name = name(value);
        TechniqueType type = name == null ? null : installed.named(kind, name).orElse(null);
        if (name == null || type == null) {
            plain(value, at, steps);
            return;
        }
        Map<?, ?> options = value instanceof Map<?, ?> map && map.get(name) instanceof Map<?, ?> given ? given : Map.of();
        List<Object> there = and(steps, name);
        int length = name.split("\\.").length;
        boolean isNamed = at + length <= names.size() && String.join(".", names.subList(at, at + length)).equals(name);
        // A layer's option may be called as the layer: then the shorter way means the option.
        if (isNamed && (at + length < names.size() || option(type, names.get(at)).isEmpty())) {
            if (at + length == names.size()) {
                found.add(new Spot(there, null, null, layer, output));
            } else {
                option(type, options, at + length, there);
            }
        } else {
            option(type, options, at, there);
        }
    }

    private void option(TechniqueType type, Map<?, ?> options, int at, List<Object> steps) {
        String name = names.get(at);
        Option option = option(type, name).orElse(null);
        List<String> common = installed.commonOptions(type.kind());
        if (option == null && !common.contains(name)) {
            unknown = name;
            type.options().forEach(each -> candidates.add(each.name()));
            candidates.addAll(common);
            return;
        }
        String key = option == null ? name
                : options.keySet().stream().map(String::valueOf).filter(option::isCalled).findFirst().orElse(name);
        if (any && !options.containsKey(key)) {
            unknown = name;
            return;
        }
        Kind kind = option == null ? null : kind(option);
        List<Object> there = and(steps, key);
        if (at + 1 == names.size()) {
            found.add(new Spot(there, kind, option, layer, output));
        } else if (kind != null) {
            technique(kind, options.get(key), at + 1, there);
        } else {
            plain(options.get(key), at + 1, there);
        }
    }

    /** Where no technique is. */
    private void plain(@Nullable Object value, int at, List<Object> steps) {
        String name = names.get(at);
        if (value instanceof List<?> list) {
            entries(list, at, steps, (entry, position) -> onwards(entry, at, and(steps, position)));
        } else if (value == null || value instanceof Map<?, ?>) {
            Object inner = value == null ? null : ((Map<?, ?>) value).get(name);
            if (any && inner == null) {
                unknown = name;
            } else {
                onwards(inner, at, and(steps, name));
            }
        } else {
            throw problem(pointer(steps) + " is " + value + ", which holds nothing called '" + name + "'", null);
        }
    }

    private void onwards(@Nullable Object value, int at, List<Object> steps) {
        if (at + 1 == names.size()) {
            found.add(new Spot(steps, null, null, layer, output));
        } else {
            plain(value, at + 1, steps);
        }
    }

    private interface Visit {
        void entry(@Nullable Object entry, int position);
    }

    private void entries(List<?> list, int at, List<Object> steps, Visit visit) {
        String name = names.get(at);
        if (name.equals(ANY)) {
            boolean before = any;
            any = true;
            for (int i = 0; i < list.size(); i++) {
                visit.entry(list.get(i), i);
            }
            any = before;
        } else if (name.matches("[0-9]{1,9}") && Integer.parseInt(name) < list.size()) {
            int position = Integer.parseInt(name);
            visit.entry(list.get(position), position);
        } else {
            throw problem("the list " + pointer(steps) + " has no entry " + name,
                    (list.isEmpty() ? "It is empty" : "Its entries are 0 to " + (list.size() - 1)) + ", and * means each");
        }
    }

    private boolean isNamedAsOutput(@Nullable Object entry) {
        Object outputs = root.get("outputs");
        Object name =
                entry instanceof Map<?, ?> map && map.get(name(entry)) instanceof Map<?, ?> options ? options.get("name") : null;
        return name != null && (outputs instanceof Collection<?> list && list.contains(name)
                || outputs instanceof Map<?, ?> map && (map.containsKey(name) || map.containsValue(name)));
    }

    private static Optional<Option> option(TechniqueType type, String name) {
        return type.options().stream().filter(option -> option.isCalled(name)).findFirst();
    }

    private static @Nullable Kind kind(Option option) {
        return option.type() == Option.Type.SCHEDULED ? Kind.SCHEDULE : option.kind().orElse(null);
    }

    /** A technique's name: the text alone, or the key beside its version. */
    private static @Nullable String name(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        } else if (value instanceof Map<?, ?> map) {
            List<String> keys = map.keySet().stream().map(String::valueOf).filter(key -> !key.equals("version")).toList();
            return keys.size() == 1 ? keys.get(0) : null;
        }
        return null;
    }

    private static List<Object> and(List<Object> steps, Object step) {
        List<Object> more = new ArrayList<>(steps);
        more.add(step);
        return more;
    }

    private static String pointer(List<Object> steps) {
        StringBuilder pointer = new StringBuilder();
        steps.forEach(step -> pointer.append('/').append(step));
        return pointer.toString();
    }

    private InputException unknownKey(String key) {
        Set<String> keys = new LinkedHashSet<>(root.keySet());
        keys.add("training");
        String hint = Nearest.hint(key, keys);
        return problem("the model file has no key '" + key + "'",
                hint != null ? hint : "It has " + String.join(", ", root.keySet()));
    }

    private InputException nothing() {
        String hint = Nearest.hint(unknown, candidates);
        return problem("nothing there has " + (any && candidates.contains(unknown) ? "set " : "") + "'" + unknown + "'",
                hint != null ? hint : candidates.isEmpty() ? null : "There are: " + String.join(", ", candidates));
    }

    private InputException problem(String problem, @Nullable String remedy) {
        return new InputException("--vary " + path, null, problem, remedy);
    }
}
