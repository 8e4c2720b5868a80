/** It uses a package that need not be there. */
@Version("1.0.0")
package com.example.activation.optional;

import org.osgi.annotation.versioning.Version;
