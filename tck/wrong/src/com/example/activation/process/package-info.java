/** Techniques that harm the process that asks them, and one that does not. */
@Version("1.0.0")
package com.example.activation.process;

import org.osgi.annotation.versioning.Version;
