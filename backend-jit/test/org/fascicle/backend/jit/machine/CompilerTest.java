package org.fascicle.backend.jit.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.StoppedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerTest {
    private static final int THREADS = 4;

    @TempDir
    Path folder;

    /** A function that adds a number to its first word. */
    static String adding(int number) {
        return "extern \"C\" void add(long *words) { words[0] += " + number + "; }\n";
    }

    /** What that function makes of 40. */
    static long sum(Code code) {
        return Tools.call(code.function("add"), 40)[0];
    }

    private Compiler compiler() throws IOException {
        return Tools.compiler(folder, Target.NATIVE);
    }

    @Test
    void whatIsCompiledOnceIsNotCompiledAgain() throws Exception {
        try (Compiler first = compiler()) {
            Code code = first.compile(adding(2));
            assertEquals(42, sum(code));
            assertEquals(1, first.runs());
            assertSame(code, first.compile(adding(2)));
            assertNotSame(code, first.compile(adding(3)));
            assertEquals(2, first.runs());
        }
        try (Compiler second = new Compiler(folder)) {
            assertEquals(42, sum(second.compile(adding(2))));
            assertEquals(43, sum(second.compile(adding(3))));
            assertEquals(0, second.runs());
            assertEquals(Optional.empty(), second.notKept());
        }
    }

    @Test
    void nothingIsDoneBeforeTheFirstText() {
        try (Compiler compiler = new Compiler(folder)) {
            assertEquals(Optional.empty(), compiler.obstacle());
        }
        assertEquals(List.of(), Tools.names(folder));
    }

    @Test
    void threadsThatWantOneTextWaitForIt() throws Exception {
        try (Compiler compiler = compiler()) {
            List<Code> codes = atATime(compiler, List.of(adding(2), adding(2), adding(2), adding(2)));
            codes.forEach(code -> assertSame(codes.get(0), code));
            assertEquals(1, compiler.runs());
        }
    }

    @Test
    void threadsCompileTextsAtATime() throws Exception {
        try (Compiler compiler = compiler()) {
            List<Code> codes = atATime(compiler, List.of(adding(1), adding(2), adding(3), adding(4)));
            for (int i = 0; i < THREADS; i++) {
                assertEquals(41 + i, sum(codes.get(i)));
            }
            assertEquals(THREADS, compiler.runs());
        }
        assertEquals(THREADS, Tools.names(folder.resolve("code")).size(), "nothing is left beside the code");
    }

    private static List<Code> atATime(Compiler compiler, List<String> texts) {
        CountDownLatch start = new CountDownLatch(texts.size());
        List<CompletableFuture<Code>> codes = new ArrayList<>();
        for (String text : texts) {
            CompletableFuture<Code> code = new CompletableFuture<>();
            codes.add(code);
            new Thread(() -> {
                try {
                    start.countDown();
                    start.await();
                    code.complete(compiler.compile(text));
                } catch (Throwable e) {
                    code.completeExceptionally(e);
                }
            }).start();
        }
        return codes.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void theCompilersMessagesSayWhereATextIsWrong() throws Exception {
        try (Compiler compiler = compiler()) {
            BackendException wrong = assertThrows(BackendException.class,
                    () -> compiler.compile("extern \"C\" void add(long *words) {\n  words[0] = wrods[1];\n}\n"));
            assertTrue(wrong.getMessage().contains("kernel.cc:2:14: error: use of undeclared identifier 'wrods'"),
                    wrong.getMessage());
            assertTrue(wrong.getMessage().contains("words[0] = wrods[1];"), wrong.getMessage());
            assertFalse(wrong instanceof NativeCodeException);
            BackendException header = assertThrows(BackendException.class, () -> compiler.compile("#include <math.h>\n"));
            assertTrue(header.getMessage().contains("'math.h' file not found"), header.getMessage());
            BackendException linked = assertThrows(BackendException.class,
                    () -> compiler
                            .compile("extern \"C\" void no_such_function(); extern \"C\" void f() { no_such_function(); }\n"));
            assertTrue(linked.getMessage().contains("undefined symbol: no_such_function"), linked.getMessage());
            assertEquals(42, sum(compiler.compile(adding(2))));
        }
    }

    @Test
    void aTextThatTakesTooLongIsGivenUp() throws Exception {
        Tools.prepared(folder);
        try (Compiler compiler = new Compiler(folder, Target.NATIVE, ToolFiles.find(), Compiler.BYTES, Duration.ofNanos(1))) {
            BackendException late = assertThrows(BackendException.class, () -> compiler.compile(adding(2)));
            assertTrue(late.getMessage().contains("within 0 ms"), late.getMessage());
        }
        assertEquals(List.of(), Tools.names(folder.resolve("code")));
    }

    @Test
    void anInterruptedThreadCompilesToTheEnd() throws Exception {
        try (Compiler compiler = compiler()) {
            Thread.currentThread().interrupt();
            Code code = compiler.compile(adding(2));
            assertTrue(Thread.interrupted(), "it finds out later");
            assertEquals(42, sum(code));
        }
    }

    @Test
    void whatIsNotThereOrClosedIsRefused() throws Exception {
        Compiler compiler = compiler();
        Code code = compiler.compile(adding(2));
        BackendException unknown = assertThrows(BackendException.class, () -> code.function("sub"));
        assertTrue(unknown.getMessage().contains("no function 'sub'"), unknown.getMessage());
        NativeFunction add = code.function("add");
        compiler.close();
        compiler.close();
        assertTrue(assertThrows(BackendException.class, () -> Tools.call(add, 1)).getMessage().contains("'add' is closed"));
        assertThrows(BackendException.class, () -> code.function("add"));
        assertThrows(StoppedException.class, () -> compiler.compile(adding(2)));
    }

    @Test
    void functionsOfTwoTextsHaveNothingToDoWithEachOther() throws Exception {
        try (Compiler compiler = compiler()) {
            String text = "extern \"C\" { __attribute__((noinline)) long own(long word) { return word + %d; }"
                    + " void add(long *words) { words[0] = own(words[0]); } }";
            Code one = compiler.compile(text.formatted(1));
            Code two = compiler.compile(text.formatted(2));
            assertEquals(42, sum(two));
            assertEquals(41, sum(one));
        }
    }

    @Test
    void withoutAWritableFolderATemporaryOneServes() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Path temporary;
        try (Compiler compiler = new Compiler(file)) {
            assertEquals(42, sum(compiler.compile(adding(2))));
            assertTrue(compiler.notKept().orElseThrow().contains(file.toString()), compiler.notKept().toString());
            temporary = compiler.folder();
            assertFalse(temporary.startsWith(folder));
            assertTrue(PrivateFolder.isOwn(temporary));
        }
        assertFalse(Files.exists(temporary), "it goes with the compiler");
    }
}
