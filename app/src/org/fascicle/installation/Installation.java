package org.fascicle.installation;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.ParseException;
import com.eclipsesource.json.PrettyPrint;

/**
 * A folder of jars and one list of them, {@code installation.json}:
 * <pre>
 * { "fascicle": 1,
 *   "trust": "pinned",
 *   "framework": { "some.framework.property": "value" },
 *   "bundles": [ { "name": "fascicle.core", "version": "0.1.0", "file": "bundles/fascicle.core-0.1.0.jar",
 *                  "sha256": "…", "start": true },
 *                { "name": "com.example.mine", "version": "1.0.0", "file": "added/….jar",
 *                  "sha256": "…", "start": true, "added": true, "source": "mine.jar" } ],
 *   "removed": [ "fascicle.activation.name 1.0.0" ],
 *   "repositories": [ "/srv/techniques", "index.xml" ] }
 * </pre>
 * {@code added} is what a user installed, {@code source} the file in the folder {@code plugins} that it came from, {@code removed} what
 * a user took out of what was shipped: these outlive a new layout of what is shipped. The list is all that the platform knows; a
 * framework's own cache is made from it anew by each process.
 *
 * @param removed names and versions, with a space between
 * @param repositories where missing bundles are looked for: folders of jars, and indexes
 */
public record Installation(Path folder, Trust trust, Map<String, String> framework, List<Entry> bundles, List<String> removed,
        List<Path> repositories) {
    /** The list's name. */
    public static final String LIST = "installation.json";
    /** The folder of the jars that users have installed, within that of the installation. Nobody else writes there. */
    public static final String ADDED = "added";
    /** The folder that users put jars into, or take them out of: what lies there is installed. */
    public static final String PLUGINS = "plugins";
    /** The folder of the certificates that its administrator trusts, where bundles have to be signed. */
    public static final String TRUSTED = "trusted";
    private static final int FORMAT = 1;

    /**
     * One bundle; a fragment is installed and not started.
     *
     * @param sha256 of the file, in hexadecimal digits; empty if it is not known
     * @param added whether a user installed it
     * @param ours whether the user who installed it said that it comes from the makers of Fascicle
     * @param source the name of the file in the folder of plug-ins that it came from; empty if it came otherwise
     */
    public record Entry(String name, String version, Path file, String sha256, boolean start, boolean added, boolean ours,
            String source) {
        /** A bundle that is shipped. */
        public Entry(String name, String version, Path file, String sha256, boolean start) {
            this(name, version, file, sha256, start, false, false, "");
        }

        @Override
        public String toString() {
            return name + " " + version;
        }
    }

    /** Reads the list of a folder. */
    public static Installation read(Path folder) throws Failure {
        Path list = folder.resolve(LIST);
        try (Reader reader = Files.newBufferedReader(list, StandardCharsets.UTF_8)) {
            return read(folder, Json.parse(reader).asObject());
        } catch (NoSuchFileException e) {
            throw new Failure(folder + " is no installation: it holds no " + LIST);
        } catch (ParseException | UnsupportedOperationException e) {
            throw new Failure(list + " is damaged: " + e.getMessage());
        } catch (IOException e) {
            throw new Failure(list + " cannot be read: " + e.getMessage());
        }
    }

    private static Installation read(Path folder, JsonObject json) throws Failure {
        int format = json.getInt("fascicle", 0);
        if (format != FORMAT) {
            throw new Failure(folder.resolve(LIST) + " has format " + format + "; this launcher reads " + FORMAT);
        }
        Map<String, String> framework = new LinkedHashMap<>();
        JsonValue properties = json.get("framework");
        if (properties != null) {
            properties.asObject().forEach(member -> framework.put(member.getName(), member.getValue().asString()));
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonValue value : required(json, "bundles").asArray()) {
            JsonObject bundle = value.asObject();
            Path file = folder.resolve(required(bundle, "file").asString());
            entries.add(new Entry(required(bundle, "name").asString(), required(bundle, "version").asString(), file,
                    bundle.getString("sha256", ""), bundle.getBoolean("start", true), bundle.getBoolean("added", false),
                    bundle.getBoolean("ours", false), bundle.getString("source", "")));
        }
        List<String> removed = texts(json, "removed");
        List<Path> repositories = texts(json, "repositories").stream().map(folder::resolve).toList();
        return new Installation(folder, Trust.named(json.getString("trust", Trust.PINNED.toString()), folder.resolve(LIST)),
                Collections.unmodifiableMap(framework), List.copyOf(entries), List.copyOf(removed), repositories);
    }

    private static List<String> texts(JsonObject json, String key) {
        List<String> texts = new ArrayList<>();
        JsonValue array = json.get(key);
        if (array != null) {
            array.asArray().forEach(text -> texts.add(text.asString()));
        }
        return texts;
    }

    private static JsonValue required(JsonObject json, String key) {
        JsonValue value = json.get(key);
        if (value == null) {
            throw new UnsupportedOperationException("\"" + key + "\" is missing");
        }
        return value;
    }

    /** The same with other bundles. */
    public Installation with(List<Entry> entries, List<String> taken) {
        return new Installation(folder, trust, framework, List.copyOf(entries), List.copyOf(taken), repositories);
    }

    /** The same with what another one ships. What users have added or taken out stays, and so do their trust and repositories. */
    public Installation shipping(Installation fresh) {
        List<Entry> entries = new ArrayList<>(bundles.stream().filter(Entry::added).toList());
        List<String> kept = entries.stream().map(Entry::toString).toList();
        fresh.bundles.stream().filter(entry -> !removed.contains(entry.toString()) && !kept.contains(entry.toString()))
                .forEach(entries::add);
        return new Installation(folder, trust, fresh.framework, List.copyOf(entries), removed, repositories);
    }

    /** The text of its list. */
    String json() {
        JsonObject properties = new JsonObject();
        framework.forEach(properties::add);
        JsonArray list = new JsonArray();
        for (Entry entry : bundles) {
            JsonObject bundle = new JsonObject().add("name", entry.name).add("version", entry.version)
                    .add("file", text(entry.file)).add("sha256", entry.sha256).add("start", entry.start);
            if (entry.added) {
                bundle.add("added", true);
            }
            if (entry.ours) {
                bundle.add("ours", true);
            }
            if (!entry.source.isEmpty()) {
                bundle.add("source", entry.source);
            }
            list.add(bundle);
        }
        JsonObject json = new JsonObject().add("fascicle", FORMAT).add("trust", trust.toString()).add("framework", properties)
                .add("bundles", list);
        add(json, "removed", removed);
        add(json, "repositories", repositories.stream().map(this::text).toList());
        return json.toString(PrettyPrint.indentWithSpaces(2)) + "\n";
    }

    private static void add(JsonObject json, String key, List<String> texts) {
        if (!texts.isEmpty()) {
            JsonArray array = new JsonArray();
            texts.forEach(array::add);
            json.add(key, array);
        }
    }

    // With slashes on every system, and without the folder, so that it can be moved.
    private String text(Path file) {
        boolean within = file.startsWith(folder);
        return (within ? folder.relativize(file) : file).toString().replace('\\', within ? '/' : '\\');
    }
}
