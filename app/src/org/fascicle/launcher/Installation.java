package org.fascicle.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.ParseException;

/**
 * A folder of jars and one list of them, {@code installation.json}:
 * <pre>
 * { "fascicle": 1,
 *   "framework": { "some.framework.property": "value" },
 *   "bundles": [ { "name": "fascicle.core", "version": "0.1.0", "file": "bundles/fascicle.core-0.1.0.jar",
 *                  "sha256": "…", "start": true } ] }
 * </pre>
 * The list is all that the platform knows; a framework's own cache is made from it anew by each process.
 * Whoever changes an installation writes a new list beside the old one and renames it over it.
 */
public record Installation(Path folder, Map<String, String> framework, List<Entry> bundles) {
    /** The list's name. */
    public static final String LIST = "installation.json";
    private static final int FORMAT = 1;

    /** One bundle; a fragment is installed and not started. */
    public record Entry(String name, String version, Path file, String sha256, boolean start) {
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
                    bundle.getString("sha256", ""), bundle.getBoolean("start", true)));
        }
        return new Installation(folder, Map.copyOf(framework), List.copyOf(entries));
    }

    private static JsonValue required(JsonObject json, String key) {
        JsonValue value = json.get(key);
        if (value == null) {
            throw new UnsupportedOperationException("\"" + key + "\" is missing");
        }
        return value;
    }
}
