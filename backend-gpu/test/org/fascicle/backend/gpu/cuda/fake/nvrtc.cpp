// A fake of NVRTC: it makes CUDA C++ a shared library by the C++ compiler, in which kernels run on the processor. Its "machine code" is
// the path of that library, for the fake driver. What was compiled before is taken as it is.
#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>

namespace {

enum { SUCCESS = 0, INVALID_INPUT = 3, INVALID_PROGRAM = 4, INVALID_OPTION = 5, COMPILATION = 6 };

struct Program {
    std::string source, log, code;
    bool alive = true;
};

const int ARCHITECTURES[] = {75, 80, 90, 100};
int newest = 100;
std::string refused;
std::atomic<int> compilations{0};

// The folder in which this library lies, with the text that is put before kernels.
std::string folder() {
    Dl_info info;
    dladdr((void*) &folder, &info);
    std::string path = info.dli_fname;
    return path.substr(0, path.rfind('/'));
}

std::string content(const std::string& path) {
    std::ifstream in(path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

bool exists(const std::string& path) { return access(path.c_str(), R_OK) == 0; }

bool command(const std::string& line, const std::string& log) { return system(("{ " + line + "; } > '" + log + "' 2>&1").c_str()) == 0; }

// The kernels of a text in which all macros are gone, each with a description.
std::string described(const std::string& text) {
    static const std::string HEAD = "__global__ void ";
    std::string more;
    size_t to;
    for (size_t from = text.find(HEAD); from != std::string::npos; from = to) {
        to = text.find(HEAD, from + 1);
        size_t first = from + HEAD.size();
        std::string name = text.substr(first, text.find('(', first) - first);
        bool barriers = text.substr(from, to - from).find("__syncthreads") != std::string::npos;
        std::string of = "fake_kernel_of<" + name + ">::";
        more += "extern \"C\" const fake_kernel fake_kernel_" + name + " = {" + of + "run, " + of + "count, " + of + "sizes, " + of
            + "pointers, " + (barriers ? "true" : "false") + "};\n";
    }
    return more;
}

bool compile(Program& program) {
    std::string here = folder(), kernels = here + "/../kernels";
    mkdir(kernels.c_str(), 0700);
    char name[64];
    snprintf(name, sizeof name, "/%016zx", std::hash<std::string>()(program.source));
    std::string base = kernels + name, library = base + ".so";
    if (!exists(library)) {
        compilations++;
        std::ofstream(base + ".cu") << "#include \"prelude.h\"\n" << program.source;
        std::string gcc = "g++ -x c++ -std=c++17 -I '" + here + "' -w ";
        bool made = command(gcc + "-E -P -o '" + base + ".cpp' '" + base + ".cu'", base + ".log");
        if (made) {
            std::string text = content(base + ".cpp");
            std::ofstream(base + ".cpp") << text << described(text);
            made = command(gcc + "-O1 -pipe -fPIC -shared -nostdlib -ffp-contract=off -fno-math-errno -fno-gnu-unique -D__global__= -o '" + base + ".part' '"
                + base + ".cpp' && mv '" + base + ".part' '" + library + "'", base + ".log");
        }
        if (!made) {
            program.log = content(base + ".log");
            return false;
        }
    }
    program.code = "fake machine code\n" + library;
    return true;
}

Program* known(void* handle) {
    Program* program = (Program*) handle;
    return program && program->alive ? program : nullptr;
}

int copied(const std::string& text, char* into) {
    memcpy(into, text.c_str(), text.size() + 1);
    return SUCCESS;
}

}  // namespace

extern "C" {

int nvrtcVersion(int* major, int* minor) {
    *major = 13;
    *minor = 0;
    return SUCCESS;
}

const char* nvrtcGetErrorString(int status) { return status == COMPILATION ? "NVRTC_ERROR_COMPILATION" : "NVRTC_ERROR_INVALID_INPUT"; }

int nvrtcGetNumSupportedArchs(int* count) {
    *count = 0;
    for (int each : ARCHITECTURES) {
        *count += each <= newest;
    }
    return SUCCESS;
}

int nvrtcGetSupportedArchs(int* all) {
    for (int each : ARCHITECTURES) {
        if (each <= newest) {
            *all++ = each;
        }
    }
    return SUCCESS;
}

int nvrtcCreateProgram(void** program, const char* source, const char*, int headers, const char**, const char**) {
    if (!program || !source || headers != 0) {
        return INVALID_INPUT;
    }
    Program* made = new Program();
    made->source = source;
    *program = made;
    return SUCCESS;
}

int nvrtcDestroyProgram(void** handle) {
    Program* program = known(*handle);
    if (!program) {
        return INVALID_PROGRAM;
    }
    delete program;
    *handle = nullptr;
    return SUCCESS;
}

int nvrtcCompileProgram(void* handle, int count, const char** options) {
    Program* program = known(handle);
    if (!program) {
        return INVALID_PROGRAM;
    }
    bool exact = false;
    for (int i = 0; i < count; i++) {
        if (std::string(options[i]).rfind("--", 0) != 0) {
            return INVALID_OPTION;
        }
        exact |= std::string(options[i]) == "--prec-div=true";
    }
    if (!exact) {
        program->log = "kernels are to divide exactly";
        return COMPILATION;
    }
    if (!refused.empty() && program->source.find(refused) != std::string::npos) {
        program->log = "error: the test refuses " + refused;
        return COMPILATION;
    }
    return compile(*program) ? SUCCESS : COMPILATION;
}

int nvrtcGetProgramLogSize(void* handle, size_t* size) {
    Program* program = known(handle);
    *size = program ? program->log.size() + 1 : 0;
    return program ? SUCCESS : INVALID_PROGRAM;
}

int nvrtcGetProgramLog(void* handle, char* log) {
    Program* program = known(handle);
    return program ? copied(program->log, log) : INVALID_PROGRAM;
}

int nvrtcGetCUBINSize(void* handle, size_t* size) {
    Program* program = known(handle);
    *size = program ? program->code.size() + 1 : 0;
    return program ? SUCCESS : INVALID_PROGRAM;
}

int nvrtcGetCUBIN(void* handle, char* code) {
    Program* program = known(handle);
    return program ? copied(program->code, code) : INVALID_PROGRAM;
}

int nvrtcGetPTXSize(void* handle, size_t* size) { return nvrtcGetCUBINSize(handle, size); }

int nvrtcGetPTX(void* handle, char* code) { return nvrtcGetCUBIN(handle, code); }

// What a test asks for.

// Refuses each text with a word in it; none if the word is empty.
int fakeRefuse(const char* word) {
    refused = word;
    return SUCCESS;
}

// Knows no newer architecture than this one.
int fakeNewest(int architecture) {
    newest = architecture;
    return SUCCESS;
}

int fakeCompilations() { return compilations; }
}
