/** It uses a package that its manifest does not import. */
@Version("1.0.0")
package com.example.activation.unimported;

import org.osgi.annotation.versioning.Version;
