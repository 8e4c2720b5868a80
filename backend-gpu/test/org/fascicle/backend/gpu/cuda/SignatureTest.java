package org.fascicle.backend.gpu.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.fascicle.backend.gpu.run.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is called is what the toolkit's headers declare: names, versions and types. Needs a header and a C++ compiler, and no driver. */
class SignatureTest {
    private static final String HEAD = """
            #include <cstddef>
            #include <cstring>
            #include <type_traits>
            template<class T> constexpr char letter() {
                return std::is_pointer<T>::value ? 'p' : sizeof(T) == 8 ? 'l' : sizeof(T) == 1 ? 'b'
                    : std::is_enum<T>::value || std::is_signed<T>::value ? 'i' : 'u';
            }
            template<class R, class... A> constexpr bool fits(R (*)(A...), const char* letters) {
                const char all[] = {letter<A>()..., 0};
                for (std::size_t i = 0; i <= sizeof...(A); i++) {
                    if (all[i] != letters[i]) {
                        return false;
                    }
                }
                return sizeof(R) == 4;
            }
            constexpr bool same(const char* a, const char* b) { return *a == *b && (*a == 0 || same(a + 1, b + 1)); }
            #define TEXT(x) #x
            #define NAME(x) TEXT(x)
            """;

    @TempDir
    Path folder;

    private static Optional<Path> header(String name) {
        Stream<String> roots = Stream.of(System.getenv("CUDA_HOME"), System.getenv("CUDA_PATH"), "/usr/local/cuda", "/usr");
        return roots.filter(root -> root != null && !root.isBlank()).map(root -> Path.of(root, "include", name))
                .filter(Files::exists)
                .findFirst();
    }

    /** Those of which drivers before CUDA 12.8 have the first version alone, and later ones both. */
    private static final Set<String> FIRST = Set.of("cuEventElapsedTime");

    /** The name before its version. */
    private static String plain(String name) {
        return name.equals("cuGraphInstantiateWithFlags") ? "cuGraphInstantiate" : name.replaceAll("_v\\d+$", "");
    }

    private void check(String header, Stream<Signature> signatures) throws Exception {
        Path found = header(header).orElse(null);
        assumeTrue(found != null, header + " is not on this machine: signatures are not compared with it");
        Path compiler = Tool.find("g++").orElse(null);
        assumeTrue(compiler != null, "g++ is not on the PATH: signatures are not compared with " + header);
        StringBuilder text = new StringBuilder("#include <" + header + ">\n").append(HEAD);
        signatures.forEach(signature -> {
            text.append("static_assert(fits(&").append(signature.name()).append(", \"").append(signature.parameters())
                    .append("\"), \"")
                    .append(signature.name()).append("\");\n");
            if (FIRST.contains(signature.name())) {
                return;
            }
            text.append("static_assert(same(NAME(").append(plain(signature.name())).append("), \"").append(signature.name())
                    .append("\"), \"the version of ").append(signature.name()).append("\");\n");
        });
        Files.writeString(folder.resolve("signatures.cpp"), text);
        assertEquals("",
                Tool.run(folder, List.of(compiler.toString(), "-std=c++17", "-fsyntax-only", "-I", found.getParent().toString(),
                        "signatures.cpp")));
    }

    @Test
    void thoseOfTheDriverAreTheHeaders() throws Exception {
        check("cuda.h", Arrays.stream(Cuda.Function.values()).map(function -> function.signature));
    }

    @Test
    void thoseOfNvrtcAreTheHeaders() throws Exception {
        check("nvrtc.h", Arrays.stream(Nvrtc.Function.values()).map(function -> function.signature));
    }

    @Test
    void thoseOfCublasLtAreTheHeaders() throws Exception {
        check("cublasLt.h", Arrays.stream(Blas.Function.values()).map(function -> function.signature));
    }

    @Test
    void anotherTypeIsFound() {
        AssertionError wrong = assertThrows(AssertionError.class,
                () -> check("cuda.h", Stream.of(new Signature("cuMemAlloc_v2", "pi"))));
        assertTrue(String.valueOf(wrong.getMessage()).contains("cuMemAlloc_v2"), wrong.getMessage());
    }

    @Test
    void anOldVersionIsFound() {
        AssertionError wrong =
                assertThrows(AssertionError.class, () -> check("cuda.h", Stream.of(new Signature("cuCtxCreate_v2", "pui"))));
        assertTrue(String.valueOf(wrong.getMessage()).contains("cuCtxCreate_v2"), wrong.getMessage());
    }
}
