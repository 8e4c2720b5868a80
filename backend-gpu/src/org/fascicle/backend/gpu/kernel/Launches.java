package org.fascicle.backend.gpu.kernel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

import org.fascicle.api.graph.Node;
import org.fascicle.compiler.pass.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * Puts parts into launches: each into the first one in which it can stand, behind all that it has to wait for. What does not wait for each
 * other is one kernel, whose groups are shared among its parts: a launch costs time, and few parts fill a GPU by themselves. A library's
 * product is a launch by itself. Used once.
 */
final class Launches {
    private static final int NAME_BYTES = 6;
    private static final int WORD = 4;
    private static final int ADDRESS = 8;
    /** The bytes of arguments that each driver takes, less those of the frame and of the guard. */
    private static final int ARGUMENTS_MOST = 1024 - 2 * ADDRESS;

    private static final String FRAME = ", GLOBAL const uint* frame, GLOBAL const uchar* guard";

    private final BiPredicate<Part, Part> waits;
    private final boolean waitsInBranches;
    private final List<List<Part>> launches = new ArrayList<>();
    private final Map<Part, Kernel> kernels = new IdentityHashMap<>();

    /**
     * Launches.
     *
     * @param waits whether a part has to wait for another that was added before
     * @param waitsInBranches whether parts whose threads wait for each other may share a launch, in which each is a branch
     */
    Launches(BiPredicate<Part, Part> waits, boolean waitsInBranches) {
        this.waits = waits;
        this.waitsInBranches = waitsInBranches;
    }

    /**
     * Adds one that comes behind all those that were added before.
     *
     * @param kernel of the schedule, of which it is a part; null for none
     */
    void add(Part part, @Nullable Kernel kernel) {
        if (kernel != null) {
            kernels.put(part, kernel);
        }
        int at = launches.size();
        while (at > 0 && launches.get(at - 1).stream().noneMatch(other -> waits.test(part, other))) {
            at--;
        }
        while (part.product() == null && at < launches.size() && !fits(launches.get(at), part)) {
            at++;
        }
        if (part.product() != null || at == launches.size()) {
            // What comes behind a library's product may still stand beside what was added before.
            launches.add(at, new ArrayList<>());
        }
        launches.get(at).add(part);
    }

    private boolean fits(List<Part> parts, Part part) {
        if (parts.get(0).product() != null) {
            return false;
        }
        if (!waitsInBranches && (part.local() > 0 || parts.stream().anyMatch(other -> other.local() > 0))) {
            return false;
        }
        return bytes(part) + parts.stream().mapToInt(Launches::bytes).sum() <= ARGUMENTS_MOST;
    }

    private static int bytes(Part part) {
        // One word more: where its groups end.
        return WORD * (part.words().size() + 1) + ADDRESS * (int) part.arrays().stream().filter(Objects::nonNull).count();
    }

    /** The launches in their order. */
    List<Rendered> rendered() {
        List<Rendered> rendered = new ArrayList<>();
        for (List<Part> parts : launches) {
            Part first = parts.get(0);
            rendered.add(first.product() != null ? product(first) : parts.size() == 1 ? alone(first) : together(parts));
        }
        return rendered;
    }

    private Rendered product(Part part) {
        return new Rendered(part.title(), "", part.cause(), part.arrays().stream().map(Objects::requireNonNull).toList(),
                part.words(),
                part.groups(), List.of(Objects.requireNonNull(kernels.get(part))), part.product());
    }

    private Rendered alone(Part part) {
        StringBuilder text = new StringBuilder();
        String type = part.structure().isEmpty() ? structure(text, "NAME_arguments", part.members()) : part.structure();
        text.append("KERNEL NAME(const ").append(type).append(" p").append(FRAME).append(handed(part, "")).append(") {\n");
        pool(text, part.local());
        who(text, part, "    ", "GROUP", "GROUPS");
        body(text, part, "    ");
        return rendered(part.title(), text.append("}\n").toString(), List.of(part), part.words());
    }

    private Rendered together(List<Part> parts) {
        StringBuilder text = new StringBuilder();
        List<String> members = new ArrayList<>();
        StringBuilder handed = new StringBuilder();
        List<Integer> words = new ArrayList<>();
        int groups = 0;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            String type = part.structure().isEmpty() ? structure(text, "NAME_" + i, part.members()) : part.structure();
            members.add("int until_" + i + ";");
            members.add(type + " part_" + i + ";");
            handed.append(handed(part, "part_" + i + "_"));
            groups = Math.addExact(groups, part.groups());
            words.add(groups);
            words.addAll(part.words());
        }
        structure(text, "NAME_arguments", members);
        text.append("KERNEL NAME(const NAME_arguments all").append(FRAME).append(handed).append(") {\n");
        pool(text, parts.stream().mapToInt(Part::local).max().orElse(0));
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            String from = i == 0 ? "0" : "all.until_" + (i - 1);
            text.append(i == 0 ? "    " : " else ").append("if (GROUP < (uint) all.until_").append(i).append(") {\n");
            String type = part.structure().isEmpty() ? "NAME_" + i : part.structure();
            text.append("        const ").append(type).append(" p = all.part_").append(i).append(";\n");
            who(text, part, "        ", "GROUP - (uint) " + from, "(uint) (all.until_" + i + " - " + from + ")");
            for (int slot = 0; slot < part.arrays().size(); slot++) {
                if (part.arrays().get(slot) != null) {
                    text.append("        ").append(array(part, slot)).append(" const a").append(slot).append(" = part_").append(i)
                            .append("_a").append(slot).append(";\n");
                }
            }
            body(text, part, "        ");
            text.append("    }");
        }
        return rendered("several", text.append("\n}\n").toString(), parts, words);
    }

    private static String structure(StringBuilder text, String name, List<String> members) {
        text.append("typedef struct {\n");
        members.forEach(member -> text.append("    ").append(member).append('\n'));
        text.append("} ").append(name).append(";\n\n");
        return name;
    }

    private static String handed(Part part, String prefix) {
        StringBuilder text = new StringBuilder();
        for (int slot = 0; slot < part.arrays().size(); slot++) {
            if (part.arrays().get(slot) != null) {
                text.append(", ").append(array(part, slot)).append(' ').append(prefix).append('a').append(slot);
            }
        }
        return text.toString();
    }

    private static String array(Part part, int slot) {
        return "GLOBAL " + Functions.element(Objects.requireNonNull(part.arrays().get(slot)).type()) + "*";
    }

    /** Local memory is declared where a kernel begins, once for all of its parts. */
    private static void pool(StringBuilder text, int words) {
        if (words > 0) {
            text.append("    LOCAL float pool[").append(words).append("];\n");
        }
    }

    /** Says which group of how many it is, as far as the part asks. */
    private static void who(StringBuilder text, Part part, String indent, String group, String groups) {
        for (String name : List.of("group", "groups")) {
            Pattern word = Pattern.compile("\\b" + name + "\\b");
            if (part.body().stream().anyMatch(line -> word.matcher(line).find())) {
                text.append(indent).append("const uint ").append(name).append(" = ")
                        .append(name.equals("group") ? group : groups).append(";\n");
            }
        }
    }

    private static void body(StringBuilder text, Part part, String indent) {
        text.append(indent).append("if (REFUSED(p, guard)) {\n").append(indent).append("    return;\n").append(indent)
                .append("}\n");
        part.body().forEach(line -> text.append(indent).append(line).append('\n'));
    }

    private Rendered rendered(String title, String text, List<Part> parts, List<Integer> words) {
        String name = title + "_" + digest(text);
        List<Node> arrays = new ArrayList<>();
        for (Part part : parts) {
            for (@Nullable
            Node array : part.arrays()) {
                if (array != null) {
                    arrays.add(array);
                }
            }
        }
        String cause = parts.get(0).cause() + (parts.size() == 1 ? "" : " and of " + (parts.size() - 1) + " beside it");
        return new Rendered(name, text.replace("NAME", name), cause, arrays, words,
                parts.stream().mapToInt(Part::groups).sum(),
                parts.stream().map(kernels::get).filter(Objects::nonNull).distinct().toList());
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
