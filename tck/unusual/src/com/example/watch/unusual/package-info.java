/** Techniques that are sound, though not of the usual kind. */
@Version("1.0.0")
package com.example.watch.unusual;

import org.osgi.annotation.versioning.Version;
