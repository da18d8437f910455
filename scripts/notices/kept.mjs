/** Licence texts that do not come with a package: of packages that ship none, and of what was compiled into WebAssembly. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../dependencies.mjs';

/** @typedef {{ readonly licence: string, readonly text: string }} Kept */

/** The lab's own licence is the Apache License, to the letter. */
const apacheText = readFileSync(join(root, 'LICENSE'), 'utf8');
/** As it comes with a package that is here for tests. */
const mozillaText = readFileSync(join(root, 'node_modules', 'axe-core', 'LICENSE'), 'utf8');

/** @param {string[]} copyrights @returns {Kept} */
const apache = (...copyrights) => ({
  licence: 'Apache-2.0',
  text: [...copyrights, ...(copyrights.length > 0 ? [''] : []), apacheText].join('\n'),
});

/** @param {string[]} copyrights @returns {Kept} */
const mit = (...copyrights) => ({
  licence: 'MIT',
  text: `${copyrights.join('\n')}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
});

/** @param {string[]} copyrights @param {string} [endorsement] a third condition @returns {string} */
const bsd = (copyrights, endorsement) => `${copyrights.join('\n')}

Redistribution and use in source and binary forms, with or without modification, are permitted provided that the following conditions are met:

* Redistributions of source code must retain the above copyright notice, this list of conditions and the following disclaimer.

* Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following disclaimer in the documentation and/or other materials provided with the distribution.
${endorsement === undefined ? '' : `\n* ${endorsement}\n`}
THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.`;

const GOOGLE = apache('Copyright 2017-2024 Google LLC. All Rights Reserved.');

/** Packages that come without their licence's text; each says the licence here in its package.json. @type {Readonly<Record<string, Kept>>} */
export const WITHOUT_TEXT = {
  '@tensorflow/tfjs-backend-cpu': GOOGLE,
  '@tensorflow/tfjs-backend-wasm': GOOGLE,
  '@tensorflow/tfjs-backend-webgpu': GOOGLE,
  '@tensorflow/tfjs-core': GOOGLE,
  'onnxruntime-web': mit('Copyright (c) Microsoft Corporation'),
  seedrandom: mit(
    'Copyright 2019 David Bau.',
    'lib/alea.js: Copyright (C) 2010 by Johannes Baagøe <baagoe@baagoe.org>',
  ),
};

/** What a package's own text leaves out, put before it. @type {Readonly<Record<string, string>>} */
export const BEFORE_TEXT = {
  // As the font says of itself; the package names only who packed it.
  '@fontsource-variable/source-serif-4':
    '© 2014 - 2021 Adobe Systems Incorporated (http://www.adobe.com/), with Reserved Font Name ‘Source’.',
};

/** XNNPACK and what it is built with. */
const XNNPACK = {
  XNNPACK: {
    licence: 'BSD-3-Clause',
    text: bsd(
      ['Copyright (c) Facebook, Inc. and its affiliates. All rights reserved.', 'Copyright 2019 Google LLC'],
      'Neither the name Facebook nor the names of its contributors may be used to endorse or promote products derived from this software without specific prior written permission.',
    ),
  },
  pthreadpool: {
    licence: 'BSD-2-Clause',
    text: bsd([
      'Copyright (c) 2017 Facebook Inc.',
      'Copyright (c) 2015-2017 Georgia Institute of Technology',
      'All rights reserved.',
    ]),
  },
  'cpuinfo and clog': {
    licence: 'BSD-2-Clause',
    text: bsd([
      'Copyright (c) 2017 Facebook Inc.',
      'Copyright (C) 2012-2017 Georgia Institute of Technology',
      'Copyright (C) 2010-2012 Marat Dukhan',
      'All rights reserved.',
    ]),
  },
  FP16: mit('Copyright (c) 2017 Facebook Inc.', 'Copyright (c) 2017 Georgia Institute of Technology'),
  FXdiv: mit('Copyright (c) 2016 Marat Dukhan'),
};

const EMSCRIPTEN = {
  'Emscripten, its runtime': mit('Copyright (c) 2010-2014 Emscripten authors, see AUTHORS file.'),
  'musl, the C library': mit('Copyright © 2005-2012 Rich Felker, et al.'),
};

/**
 * What packages have compiled into their WebAssembly: by their build files, tfjs's WORKSPACE and HiGHS's
 * THIRD_PARTY_NOTICES.md. (LLVM's libraries there need no notice in compiled form, by the exception in their licence.)
 * @type {Readonly<Record<string, Readonly<Record<string, Kept>>>>}
 */
export const COMPILED_IN = {
  '@tensorflow/tfjs-backend-wasm': {
    ...XNNPACK,
    ...EMSCRIPTEN,
  },
  // By the libraries that onnxruntime's build for WebAssembly fetches (cmake/deps.txt) and those that its file names.
  'onnxruntime-web': {
    ONNX: apache('Copyright (c) ONNX Project Contributors'),
    'Protocol Buffers': {
      licence: 'BSD-3-Clause',
      text: bsd(
        ['Copyright 2008 Google Inc. All rights reserved.'],
        'Neither the name of Google Inc. nor the names of its contributors may be used to endorse or promote products derived from this software without specific prior written permission.',
      ),
    },
    Abseil: apache('Copyright 2017 The Abseil Authors.'),
    FlatBuffers: apache('Copyright 2014 Google Inc. All rights reserved.'),
    RE2: {
      licence: 'BSD-3-Clause',
      text: bsd(
        ['Copyright (c) 2009 The RE2 Authors. All rights reserved.'],
        'Neither the name of Google Inc. nor the names of its contributors may be used to endorse or promote products derived from this software without specific prior written permission.',
      ),
    },
    'JSON for Modern C++': mit('Copyright (c) 2013-2022 Niels Lohmann'),
    SafeInt: mit('Copyright (c) Microsoft Corporation. All rights reserved.'),
    'GSL, the Guidelines Support Library': mit(
      'Copyright (c) 2015 Microsoft Corporation. All rights reserved.',
    ),
    date: mit('Copyright (c) 2015-2021 Howard Hinnant and others'),
    Eigen: {
      licence: 'MPL-2.0',
      // Compiled in unchanged: the licence asks that recipients learn where its source is.
      text: `Copyright (C) 2008-2024 Gael Guennebaud, Benoit Jacob and others. It is used unchanged; its source code is at https://gitlab.com/libeigen/eigen.\n\n${mozillaText}`,
    },
    ...XNNPACK,
    ...EMSCRIPTEN,
  },
  highs: {
    pdqsort: {
      licence: 'Zlib',
      text: `Copyright (c) 2015 Orson Peters

This software is provided 'as-is', without any express or implied warranty. In no event will the authors be held liable for any damages arising from the use of this software.

Permission is granted to anyone to use this software for any purpose, including commercial applications, and to alter it and redistribute it freely, subject to the following restrictions:

1. The origin of this software must not be misrepresented; you must not claim that you wrote the original software. If you use this software in a product, an acknowledgment in the product documentation would be appreciated but is not required.

2. Altered source versions must be plainly marked as such, and must not be misrepresented as being the original software.

3. This notice may not be removed or altered from any source distribution.`,
    },
    'cuPDLP-C': mit('Copyright (c) 2023 COPT-Public'),
    ...EMSCRIPTEN,
  },
};

/** Data that the lab took over, by the `origin` in its JSON (src/export/cluster/schemas/). @type {Readonly<Record<string, Kept>>} */
export const DATA = {
  'istio/api': apache('Copyright Istio Authors'),
  kserve: apache('Copyright The KServe Authors'),
  'prometheus-operator': apache(
    'CoreOS Project',
    'Copyright 2015 CoreOS, Inc',
    '',
    'This product includes software developed at CoreOS, Inc. (http://www.coreos.com/).',
  ),
  'SeldonIO/seldon-core': apache('Copyright 2017-2023 Seldon Technologies Ltd.'),
};
