package org.fascicle.tck.contract;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fascicle.api.backend.Backend;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.TechniqueType;

/**
 * What users of a bundle's techniques rely on: options with types, defaults and ranges; names and shapes of parameters,
 * states and slots; and the numbers that come out, on the reference in float64. It is derived from the techniques, lies in
 * the bundle as {@value #ENTRY}, and is compared with that of the last release. Immutable.
 */
public final class Contract {
    /** Where it lies in a bundle. */
    public static final String ENTRY = "OSGI-INF/fascicle/contract.json";

    static final String VERSION = "version";
    static final String BUNDLE = "bundle";
    static final String QUESTIONS = "questions";
    static final String TECHNIQUES = "techniques";
    static final String OPTIONS = "options";
    static final String SHORTHAND = "shorthand";
    static final String DIRECTION = "direction";
    static final String CASES = "cases";
    static final String PARAMETERS = "parameters";
    static final String STATES = "states";
    static final String VALUES = "values";
    static final String GRADIENTS = "gradients";

    /** Changes when techniques are asked other questions; then only common answers are compared. */
    private static final int PRESENT_QUESTIONS = 1;
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode content;

    private Contract(JsonNode content) {
        this.content = content;
    }

    /**
     * Asks techniques.
     *
     * @param bundle the symbolic name of their bundle
     * @param version the bundle's version
     * @param techniques all of the bundle
     * @param reference the backend that is called so
     * @throws IllegalStateException if one cannot be asked; the message says which and why
     */
    public static Contract of(String bundle, String version, Collection<TechniqueType> techniques,
            Backend reference) {
        ObjectNode root = JSON.createObjectNode();
        root.put("fascicle", FORMAT).put(QUESTIONS, PRESENT_QUESTIONS).put(BUNDLE, bundle).put(VERSION, version);
        ObjectNode contracts = root.putObject(TECHNIQUES);
        TreeMap<String, TechniqueType> sorted = new TreeMap<>();
        techniques.forEach(each -> sorted.put(each.kind() + " " + each.qualifiedName(), each));
        sorted.forEach((title, technique) -> {
            try {
                contracts.set(title, new Derivation(technique, reference).run());
            } catch (RuntimeException | LinkageError e) {
                throw new IllegalStateException("the contract of " + title + " cannot be derived: "
                        + (e.getMessage() == null ? e : e.getMessage()));
            }
        });
        return new Contract(root);
    }

    /**
     * Reads one.
     *
     * @param text JSON
     * @param place where it was read, for messages
     * @throws InputException if it is none
     */
    public static Contract read(String text, String place) {
        try {
            JsonNode content = JSON.readTree(text);
            if (content.path("fascicle").asInt() != FORMAT || !content.path(TECHNIQUES).isObject()) {
                throw new InputException(place, null, "is no contract of techniques", null);
            }
            return new Contract(content);
        } catch (JsonProcessingException e) {
            throw new InputException(place, null, "is no JSON: " + e.getOriginalMessage(), null);
        }
    }

    /** As JSON, a tensor a line. */
    public String text() {
        try {
            return JSON.writer(new TensorLines()).writeValueAsString(content) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The symbolic name of its bundle. */
    public String bundle() {
        return content.path(BUNDLE).asText();
    }

    /** All that differs from an earlier contract of the same bundle. */
    public List<Change> since(Contract earlier) {
        return new Comparison(earlier.content, content).changes();
    }

    /**
     * What is wrong with its versions, given that an earlier contract of the same bundle was released.
     *
     * @return a sentence and the changes for each version that is too low; empty if none is
     */
    public List<String> problems(Contract released) {
        return Versions.problems(released.content, content, since(released));
    }
}
