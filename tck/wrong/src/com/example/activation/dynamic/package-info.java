/** It takes packages from whoever has them. */
@Version("1.0.0")
package com.example.activation.dynamic;

import org.osgi.annotation.versioning.Version;
