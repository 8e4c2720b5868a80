package org.fascicle.core.archive;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.osgi.framework.Version;

/** What an archive's manifest says, each value checked as it is read. */
final class Manifest {
    /** Of a bundle's file, where it is known. */
    private static final Pattern DIGEST = Pattern.compile("|[0-9a-f]{64}");

    private final JsonNode root;
    private final BiFunction<String, String, InputException> damaged;

    /**
     * A manifest.
     *
     * @param root its JSON
     * @param damaged makes the problem of an entry that says something impossible
     */
    Manifest(JsonNode root, BiFunction<String, String, InputException> damaged) {
        this.root = root;
        this.damaged = damaged;
    }

    /** The bytes that an entry must have. */
    long size(String entry) {
        return whole(root.path(Entries.ENTRIES).path(entry), Entries.SIZE);
    }

    /** The SHA-256 that an entry must have. */
    String digest(String entry) {
        return text(root.path(Entries.ENTRIES).path(entry), Entries.SHA256);
    }

    /** Puts all that it says beside the entries into an archive. */
    Archive.Builder into(Archive.Builder archive) {
        archive.seed(whole(root, Entries.SEED)).step(whole(root, Entries.STEP));
        JsonNode backend = root.path(Entries.BACKEND);
        Map<String, String> record = new LinkedHashMap<>();
        backend.path(Entries.RECORD).fieldNames()
                .forEachRemaining(key -> record.put(key, text(backend.path(Entries.RECORD), key)));
        archive.backend(text(backend, Entries.NAME), record);
        for (JsonNode technique : root.path(Entries.TECHNIQUES)) {
            archive.technique(technique(technique));
        }
        JsonNode extra = root.path(Entries.EXTRA);
        extra.fieldNames().forEachRemaining(key -> archive.extra(key, Json.value(extra.get(key))));
        return archive;
    }

    private TechniqueRecord technique(JsonNode node) {
        String kind = text(node, Entries.KIND);
        String digest = text(node, Entries.SHA256);
        if (!DIGEST.matcher(digest).matches()) {
            throw problem("'" + digest + "' is no SHA-256");
        }
        TechniqueRecord record = new TechniqueRecord(
                Kind.named(kind).orElseThrow(() -> problem("'" + kind + "' is no kind of technique")),
                text(node, Entries.NAME),
                text(node, Entries.VERSION),
                text(node, Entries.BUNDLE),
                digest);
        requireVersion(record.version());
        // Archives of before have no values of options.
        return node.has(Entries.DEFAULTS) ? record.with(text(node, Entries.BUNDLE_VERSION), defaults(node)) : record;
    }

    private void requireVersion(String version) {
        try {
            Version.parseVersion(version);
        } catch (IllegalArgumentException e) {
            throw problem("'" + version + "' is no version of a technique");
        }
    }

    private Map<String, Object> defaults(JsonNode node) {
        JsonNode values = node.path(Entries.DEFAULTS);
        if (!values.isObject()) {
            throw problem("'" + Entries.DEFAULTS + "' is no object");
        }
        Map<String, Object> defaults = new LinkedHashMap<>();
        values.properties().forEach(value -> defaults.put(value.getKey(), Json.value(value.getValue())));
        return defaults;
    }

    private long whole(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw problem("'" + key + "' is no whole number");
        }
        return value.longValue();
    }

    private String text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isTextual()) {
            throw problem("'" + key + "' is no text");
        }
        return value.textValue();
    }

    private InputException problem(String problem) {
        return damaged.apply(Entries.MANIFEST, problem);
    }
}
