package org.fascicle.tck.code;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Kind;

/**
 * What a technique's code may not use, since what it computes would not come from its options, its operands and its scope alone: what it
 * gives could differ on another day or another machine, where no archive, seed or version says so. Its own resources it may read, and
 * random numbers of a fixed seed it may draw.
 */
public final class Outside {
    private static final Map<String, Pattern> FOR_ALL = new LinkedHashMap<>();
    private static final Map<String, Pattern> FOR_ALL_BUT_DATA = new LinkedHashMap<>();

    static {
        FOR_ALL.put("reads or changes what belongs to the process", Pattern.compile(
                "java\\.lang\\.System\\.(getProperty|getProperties|setProperty|setProperties|clearProperty|getenv|exit|load|loadLibrary"
                        + "|setIn|setOut|setErr|in|console|setSecurityManager) .*"
                        + "|java\\.lang\\.(Integer\\.getInteger|Long\\.getLong|Boolean\\.getBoolean) .*"
                        + "|java\\.util\\.(Locale|TimeZone)\\.(getDefault|setDefault) .*"
                        + "|java\\.lang\\.(Runtime|ProcessBuilder|ProcessHandle)\\..*|sun\\.misc\\..*"));
        FOR_ALL.put("asks what time it is", Pattern.compile("java\\.lang\\.System\\.(currentTimeMillis|nanoTime) .*"
                + "|java\\.time\\..*\\.now .*|java\\.time\\.Clock\\.system.*|java\\.util\\.Date\\.<init> \\(\\)V"
                + "|java\\.util\\.Calendar\\.getInstance .*"));
        FOR_ALL.put("draws random numbers that no seed reaches", Pattern.compile("java\\.lang\\.(Math|StrictMath)\\.random .*"
                + "|java\\.util\\.(Random|SplittableRandom)\\.<init> \\(\\)V|java\\.util\\.concurrent\\.ThreadLocalRandom\\..*"
                + "|java\\.util\\.UUID\\.randomUUID .*|java\\.security\\.SecureRandom\\..*"));
        FOR_ALL_BUT_DATA.put("reads or writes files", Pattern.compile("java\\.io\\.(File|RandomAccess)\\w*\\..*"
                + "|java\\.nio\\.file\\.\\w+\\..*|java\\.nio\\.channels\\.\\w*FileChannel\\..*"));
        FOR_ALL_BUT_DATA.put("uses the network",
                Pattern.compile("java\\.net\\.\\w*(Socket|InetAddress|HttpClient|URLConnection)\\w*\\..*"
                        + "|java\\.net\\.http\\..*|java\\.net\\.URL\\.open\\w+ .*|java\\.nio\\.channels\\.\\w*SocketChannel\\..*"));
        FOR_ALL_BUT_DATA.put("uses threads", Pattern.compile("java\\.lang\\.Thread\\.(<init>|start|ofVirtual|ofPlatform) .*"
                + "|java\\.util\\.Timer\\..*|java\\.util\\.concurrent\\.(Executors|ForkJoinPool|ThreadPoolExecutor)\\..*"
                + "|java\\.util\\.concurrent\\.CompletableFuture\\.\\w*Async .*"));
    }

    private Outside() {}

    /** What a technique's code does that it may not do, and where; empty if nothing. */
    public static String problems(Code code, String className, Kind kind) {
        List<Use> uses = code.uses(className);
        Map<String, Pattern> forbidden = new LinkedHashMap<>(FOR_ALL);
        if (kind != Kind.DATA) {
            forbidden.putAll(FOR_ALL_BUT_DATA);
        }
        return forbidden.entrySet().stream().map(entry -> {
            TreeSet<String> found = new TreeSet<>();
            uses.stream().filter(use -> !use.member().isEmpty())
                    .filter(use -> entry.getValue().matcher(use.owner() + "." + use.member() + " " + use.descriptor()).matches())
                    .forEach(use -> found.add(use.toString()));
            return found.isEmpty() ? "" : entry.getKey() + ": " + String.join(", ", found);
        }).filter(problem -> !problem.isEmpty()).collect(Collectors.joining("; "));
    }
}
