package org.fascicle.core.schema;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.technique.Interval;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.jspecify.annotations.Nullable;

/** What a model file may write as the value of an option. */
final class OptionForm {
    private OptionForm() {}

    static ObjectNode of(Option option) {
        ObjectNode form = value(option);
        if (option.isOptional()) {
            form = Forms.orNull(form);
        }
        Forms.described(form, option.expectation());
        addDefault(form, option);
        return form;
    }

    private static ObjectNode value(Option option) {
        switch (option.type()) {
            case NUMBER:
                return Forms.number(option.range());
            case INTEGER:
                return Forms.integer(option.range());
            case FLAG:
                return Forms.type("boolean");
            case SCHEDULED:
                return Forms.anyOf(Forms.number(option.range()), Forms.ref(Kind.SCHEDULE.toString()));
            case NUMBERS:
                return list(Forms.number(option.range()), Forms.number(option.range()), option);
            case INTEGERS:
                ObjectNode integer = Forms.integer(option.range());
                // Keras's None, for an extent that is not given.
                return list(integer, takesMinusOne(option.range()) ? Forms.orNull(integer.deepCopy()) : integer.deepCopy(),
                        option);
            case TEXTS:
                ObjectNode text = Forms.anyOf(Forms.type("string"), Forms.type("integer"));
                return Forms.anyOf(text, Forms.list(text.deepCopy()));
            case TECHNIQUE:
                return Forms.ref(option.kind().orElseThrow().toString());
            case TECHNIQUES:
                String kind = option.kind().orElseThrow().toString();
                return Forms.anyOf(Forms.ref(kind), Forms.list(Forms.ref(kind)));
            default:
                return option.choices().isEmpty() ? Forms.type("string") : Forms.anyCase(option.choices());
        }
    }

    /** A list, or one number for a list of it. */
    private static ObjectNode list(ObjectNode single, ObjectNode item, Option option) {
        ObjectNode list = Forms.list(item);
        if (!option.isInPairs()) {
            return Forms.anyOf(single, list);
        }
        ObjectNode pair = Forms.list(item.deepCopy()).put("minItems", 2).put("maxItems", 2);
        return Forms.anyOf(single, list, Forms.list(pair));
    }

    private static boolean takesMinusOne(Optional<Interval> range) {
        return range.filter(bounds -> bounds.low() == -1 && bounds.includesLow()).isPresent();
    }

    private static void addDefault(ObjectNode form, Option option) {
        if (option.isRequired()) {
            return;
        } else if (option.isOptional()) {
            form.putNull("default");
        } else if (option.kind().isPresent() && !option.defaultText().orElseThrow().isBlank()) {
            form.put("default", option.defaultText().orElseThrow());
        } else {
            Object value = option.defaultValue();
            form.set("default", node(value instanceof Scheduled ? ((Scheduled) value).number() : value));
        }
    }

    private static JsonNode node(@Nullable Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value instanceof List) {
            ArrayNode list = nodes.arrayNode();
            ((List<?>) value).forEach(item -> list.add(node(item)));
            return list;
        } else if (value instanceof Double) {
            return nodes.numberNode((Double) value);
        } else if (value instanceof Integer) {
            return nodes.numberNode((Integer) value);
        }
        return value instanceof Boolean ? nodes.booleanNode((Boolean) value) : nodes.textNode(String.valueOf(value));
    }
}
