// What other fake libraries ask of the fake driver that lies beside them.
#ifndef FAKE_DRIVER_H
#define FAKE_DRIVER_H

#include "state.h"

struct Driver {
    State* state;
    int (*fault)(int status, const std::string& what);
    std::string (*beyond)(const char* address, size_t size, bool of_host);
    std::string (*overrun)(const char* address);
    void (*put)(Stream* stream, std::function<std::string()> run, std::shared_ptr<Record> before);
    // Whether the thread that asks has a context.
    bool (*has_context)();
};

#endif
