package org.fascicle.installer.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonObject.Member;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.ParseException;
import org.jspecify.annotations.Nullable;

/** The contract that a bundle carries: options, defaults, ranges and values of its techniques. */
public final class Contract {
    private static final String ENTRY = "OSGI-INF/fascicle/contract.json";
    private static final int LARGEST = 16 << 20;
    private static final String UNKNOWN = "what has changed is not known: ";
    private static final List<String> OF_OPTIONS = List.of("type", "range", "default");

    private Contract() {}

    /** The contract in a jar; null if it has none. */
    public static @Nullable String in(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            ZipEntry entry = file.getEntry(ENTRY);
            return entry == null || entry.getSize() > LARGEST ? null
                    : new String(file.getInputStream(entry).readNBytes(LARGEST), StandardCharsets.UTF_8);
        }
    }

    /**
     * The techniques that are defaults of options of a jar's techniques: names, as model files write them, with their kinds. Empty if the
     * jar carries no contract, or one that cannot be read.
     */
    public static Map<String, String> techniqueDefaults(Path jar) throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        String contract = in(jar);
        try {
            for (Member technique : contract == null ? new JsonObject() : object(Json.parse(contract), "techniques")) {
                for (Member option : object(technique.getValue(), "options")) {
                    String name = text(option.getValue(), "default");
                    if (text(option.getValue(), "type").equals("technique") && !name.equals("none") && !name.equals("null")) {
                        defaults.put(name.replaceAll("\\(.*", ""), text(option.getValue(), "kind"));
                    }
                }
            }
        } catch (ParseException | UnsupportedOperationException e) {
            defaults.clear();
        }
        return defaults;
    }

    /** A line for each difference. */
    public static List<String> differences(@Nullable String before, @Nullable String now) {
        if (before == null || now == null) {
            return List.of(UNKNOWN + (before == null ? "the installed bundle" : "the new bundle") + " carries no contract");
        }
        try {
            List<String> lines = new ArrayList<>();
            JsonObject old = object(Json.parse(before), "techniques");
            JsonObject fresh = object(Json.parse(now), "techniques");
            for (String technique : names(old, fresh)) {
                if (old.get(technique) == null || fresh.get(technique) == null) {
                    lines.add(technique + (old.get(technique) == null ? ": is new" : ": is gone"));
                } else {
                    technique(technique, old.get(technique), fresh.get(technique), lines);
                }
            }
            return lines;
        } catch (ParseException | UnsupportedOperationException e) {
            return List.of(UNKNOWN + "a contract cannot be read: " + e.getMessage());
        }
    }

    private static void technique(String name, JsonValue before, JsonValue now, List<String> lines) {
        String old = text(before, "version");
        String fresh = text(now, "version");
        if (!old.equals(fresh)) {
            lines.add(name + ": version " + old + " is now " + fresh);
        }
        JsonObject options = object(before, "options");
        JsonObject others = object(now, "options");
        for (String option : names(options, others)) {
            JsonValue one = options.get(option);
            JsonValue other = others.get(option);
            if (one == null || other == null) {
                lines.add(name + ": option " + option + (one == null ? " is new, " + of(other) : " is gone"));
                continue;
            }
            for (String key : OF_OPTIONS) {
                if (!text(one, key).equals(text(other, key))) {
                    lines.add(name + ": " + key + " of " + option + " was " + text(one, key) + " and is " + text(other, key));
                }
            }
        }
        JsonObject cases = object(before, "cases");
        JsonObject againstThem = object(now, "cases");
        int both = 0;
        int differ = 0;
        for (Member each : cases) {
            JsonValue other = againstThem.get(each.getName());
            if (other != null) {
                both++;
                differ += each.getValue().equals(other) ? 0 : 1;
            }
        }
        if (differ > 0) {
            lines.add(name + ": computes other values in " + differ + " of " + both + " cases");
        }
    }

    private static String of(JsonValue option) {
        return "by default " + text(option, "default");
    }

    private static TreeSet<String> names(JsonObject one, JsonObject other) {
        TreeSet<String> names = new TreeSet<>(one.names());
        names.addAll(other.names());
        return names;
    }

    private static JsonObject object(JsonValue of, String key) {
        JsonValue value = of.asObject().get(key);
        return value == null ? new JsonObject() : value.asObject();
    }

    private static String text(JsonValue of, String key) {
        JsonValue value = of.asObject().get(key);
        return value == null ? "none" : value.isString() ? value.asString() : value.toString();
    }
}
