/** Uniform between bounds that are given, as a third party writes it. */
@Version("1.2.0")
package com.example.initializer.fixeduniform;

import org.osgi.annotation.versioning.Version;
