/** Techniques that each make one mistake. */
@Version("1.0.0")
package com.example.watch.mistaken;

import org.osgi.annotation.versioning.Version;
