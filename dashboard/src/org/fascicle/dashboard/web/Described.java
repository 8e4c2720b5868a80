package org.fascicle.dashboard.web;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;
import org.fascicle.api.curve.TechniqueCurves;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.technique.Option;
import org.fascicle.api.technique.TechniqueType;

/** Techniques as JSON. */
final class Described {
    private Described() {}

    static String techniques(List<TechniqueType> types) {
        return Json.object(json -> {
            json.writeArrayFieldStart("techniques");
            for (TechniqueType type : types) {
                json.writeStartObject();
                write(json, type);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, TechniqueType type) throws IOException {
        json.writeStringField("kind", type.kind().toString());
        json.writeStringField("name", type.qualifiedName());
        json.writeStringField("version", type.version());
        json.writeStringField("bundle", type.provider());
        json.writeStringField("description", type.description());
        json.writeStringField("formula", type.formula());
        json.writeStringField("source", type.source());
        json.writeBooleanField("drawn", TechniqueCurves.draws(type.kind()));
    }

    /** A technique with its options, for which its class is loaded. */
    static String technique(TechniqueType type) {
        List<Option> options;
        try {
            options = type.options();
        } catch (IllegalStateException | LinkageError e) {
            // Somebody's bundle that is damaged.
            throw new StateException(type + " cannot be looked at: " + e.getMessage(), e);
        }
        return Json.object(json -> {
            write(json, type);
            Json.texts(json, "aliases", type.aliases());
            json.writeArrayFieldStart("options");
            for (Option option : options) {
                json.writeStartObject();
                json.writeStringField("name", option.name());
                Json.texts(json, "aliases", option.aliases());
                json.writeStringField("expectation", option.expectation());
                json.writeStringField("default", option.isOptional() ? null : option.defaultText().orElse(null));
                json.writeBooleanField("required", option.isRequired());
                Json.texts(json, "choices", option.choices());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
