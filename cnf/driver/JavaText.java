package org.fascicle.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Java source: names that fit, comments that hold any text, lines that are not too long. */
final class JavaText {
    static final int LONGEST_LINE = 130;

    /** What no method can be called: keywords, methods that every object has, and those of every definition. */
    private static final Set<String> TAKEN = Set.of("abstract", "assert", "boolean", "break", "byte", "case", "catch", "char",
            "class", "const", "continue", "default", "do", "double", "else", "enum", "extends", "final", "finally", "float",
            "for",
            "goto", "if", "implements", "import", "instanceof", "int", "interface", "long", "native", "new", "package", "private",
            "protected", "public", "return", "short", "static", "strictfp", "super", "switch", "synchronized", "this", "throw",
            "throws", "transient", "try", "void", "volatile", "while", "true", "false", "null", "_", "clone", "equals",
            "finalize",
            "getClass", "hashCode", "notify", "notifyAll", "toString", "wait", "of", "option", "version");
    /** What no class can be called: those that every source here uses by their simple names. */
    private static final Set<String> TAKEN_CLASSES = Set.of("Object", "String", "Override", "Values");

    private JavaText() {}

    /** A method's or parameter's name for a name in snake case; one that Java or a definition has already gets an underscore. */
    static String method(String snakeCase) {
        String name = camelCase(snakeCase);
        String small = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
        return TAKEN.contains(small) ? small + "_" : small;
    }

    /** A class's name for a name in snake case. */
    static String type(String snakeCase) {
        String name = camelCase(snakeCase);
        return TAKEN_CLASSES.contains(name) || name.endsWith("Definition") ? name + "_" : name;
    }

    private static String camelCase(String snakeCase) {
        StringBuilder name = new StringBuilder();
        for (String word : snakeCase.split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty()) {
                name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
            }
        }
        if (name.length() == 0 || !Character.isJavaIdentifierStart(name.charAt(0))) {
            throw new BuildFailure("'%s' cannot be made a name in Java", snakeCase);
        }
        return name.toString();
    }

    static String withArticle(String kind) {
        String words = switch (kind) {
            case "data" -> "data source";
            case "transform" -> "update transform";
            default -> kind;
        };
        return ("aeiou".indexOf(words.charAt(0)) >= 0 ? "an " : "a ") + words;
    }

    /** A text within quotes. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** A text within a comment: nothing of it is markup, a tag, or the comment's end. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "&#64;").replace("*/", "*&#47;")
                .replace("\\", "&#92;").replace("{", "&#123;").replace("}", "&#125;");
    }

    /** A documentation comment of paragraphs, and of lines that begin with a tag; in lines that are not too long. */
    static String comment(String indent, List<String> paragraphs, List<String> tags) {
        if (tags.isEmpty() && paragraphs.size() == 1 && indent.length() + 7 + paragraphs.get(0).length() <= LONGEST_LINE) {
            return indent + "/** " + paragraphs.get(0) + " */\n";
        }
        StringBuilder comment = new StringBuilder(indent).append("/**\n");
        String prefix = indent + " * ";
        for (int i = 0; i < paragraphs.size(); i++) {
            if (i > 0) {
                comment.append(indent).append(" *\n");
            }
            wrap(comment, prefix, "", (i > 0 ? "<p>" : "") + paragraphs.get(i));
        }
        if (!tags.isEmpty()) {
            comment.append(indent).append(" *\n");
            tags.forEach(tag -> wrap(comment, prefix, "    ", tag));
        }
        return comment.append(indent).append(" */\n").toString();
    }

    private static void wrap(StringBuilder to, String prefix, String more, String text) {
        String line = prefix;
        for (String word : text.split(" +")) {
            boolean first = line.endsWith(" ");
            if (!first && line.length() + 1 + word.length() > LONGEST_LINE) {
                to.append(line).append('\n');
                line = prefix + more + word;
            } else {
                line += (first ? "" : " ") + word;
            }
        }
        to.append(line).append('\n');
    }

    /** A head with its parameters, in one line if they fit into it. */
    static String head(String indent, String before, List<String> parameters, String after) {
        String line = indent + before + "(" + String.join(", ", parameters) + ")" + after;
        if (line.length() <= LONGEST_LINE) {
            return line + "\n";
        }
        List<String> lines = new ArrayList<>();
        String current = indent + before + "(";
        for (int i = 0; i < parameters.size(); i++) {
            String next = parameters.get(i) + (i < parameters.size() - 1 ? "," : ")" + after);
            if (current.length() + 1 + next.length() > LONGEST_LINE) {
                lines.add(current);
                current = indent + "    " + "    " + next;
            } else {
                current += (current.endsWith("(") ? "" : " ") + next;
            }
        }
        lines.add(current);
        return String.join("\n", lines) + "\n";
    }
}
