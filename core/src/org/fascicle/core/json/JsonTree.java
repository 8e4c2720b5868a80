package org.fascicle.core.json;

import java.io.IOException;
import java.util.Map;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Between tokens and trees. An {@code ObjectMapper} does the same with what it takes to bind any class, and to make one takes a
 * twentieth of a second of each start. Both ways recur as deep as the tree is nested: the reader's parser must bound that.
 */
public final class JsonTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonTree() {}

    /**
     * Reads one document and closes the parser.
     *
     * @return the missing node if there is nothing
     * @throws IOException if it is no JSON, or if something comes after it
     */
    public static JsonNode read(JsonParser from) throws IOException {
        try (JsonParser parser = from) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return NODES.missingNode();
            }
            JsonNode tree = value(parser, first);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "there is more behind its end");
            }
            return tree;
        }
    }

    /** Writes a tree and closes the generator. */
    public static void write(JsonNode tree, JsonGenerator to) throws IOException {
        try (JsonGenerator generator = to) {
            write(generator, tree);
        }
    }

    private static JsonNode value(JsonParser parser, JsonToken token) throws IOException {
        switch (token) {
            case START_OBJECT:
                return object(parser);
            case START_ARRAY:
                ArrayNode array = NODES.arrayNode();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    array.add(value(parser, next));
                }
                return array;
            case VALUE_STRING:
                return NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT:
                return integer(parser);
            case VALUE_NUMBER_FLOAT:
                return NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE:
            case VALUE_FALSE:
                return NODES.booleanNode(token == JsonToken.VALUE_TRUE);
            case VALUE_NULL:
                return NODES.nullNode();
            default:
                throw new JsonParseException(parser, "unexpected " + token);
        }
    }

    private static ObjectNode object(JsonParser parser) throws IOException {
        ObjectNode object = NODES.objectNode();
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            object.set(key, value(parser, parser.nextToken()));
        }
        return object;
    }

    private static JsonNode integer(JsonParser parser) throws IOException {
        switch (parser.getNumberType()) {
            case INT:
                return NODES.numberNode(parser.getIntValue());
            case LONG:
                return NODES.numberNode(parser.getLongValue());
            default:
                return NODES.numberNode(parser.getBigIntegerValue());
        }
    }

    private static void write(JsonGenerator to, JsonNode node) throws IOException {
        if (node.isObject()) {
            to.writeStartObject();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                to.writeFieldName(field.getKey());
                write(to, field.getValue());
            }
            to.writeEndObject();
        } else if (node.isArray()) {
            to.writeStartArray();
            for (JsonNode element : node) {
                write(to, element);
            }
            to.writeEndArray();
        } else if (node.isNull()) {
            to.writeNull();
        } else if (node.isTextual()) {
            to.writeString(node.textValue());
        } else if (node.isBoolean()) {
            to.writeBoolean(node.booleanValue());
        } else if (node.isFloatingPointNumber()) {
            to.writeNumber(node.doubleValue());
        } else if (node.isBigInteger()) {
            to.writeNumber(node.bigIntegerValue());
        } else if (node.isIntegralNumber()) {
            to.writeNumber(node.longValue());
        } else {
            throw new IllegalArgumentException("JSON has no " + node.getNodeType());
        }
    }
}
