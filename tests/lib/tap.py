# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the unittest cases of the calling script and tells their results as TAP."""
import sys
import traceback
import unittest


class TapResult(unittest.TestResult):
    def _tell(self, outcome, test, remark=''):
        name = test.id().split('.', 1)[1]
        print(f'{outcome} {self.testsRun} - {name}{remark}', flush=True)

    def _tell_failure(self, test, error):
        self._tell('not ok', test)
        self._explain(error)

    @staticmethod
    def _explain(error):
        # To the standard error, which meson shows of a test that fails.
        print(''.join(traceback.format_exception(*error)), file=sys.stderr, flush=True)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._tell('ok', test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._tell('ok', test, ' # SKIP ' + reason)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._tell_failure(test, err)

    def addError(self, test, err):
        super().addError(test, err)
        self._tell_failure(test, err)

    def addSubTest(self, test, subtest, err):
        """A test is told as one, however many parts of it fail."""
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._failed_parts.append((subtest, err))

    def startTest(self, test):
        super().startTest(test)
        self._failed_parts = []

    def stopTest(self, test):
        if self._failed_parts:
            self._tell('not ok', test)
            for subtest, err in self._failed_parts:
                print(subtest, file=sys.stderr, flush=True)
                self._explain(err)
        super().stopTest(test)


def main():
    """Runs all tests, or those whose name contains one of the arguments."""
    suite = unittest.TestSuite()
    wanted = [argument for argument in sys.argv[1:] if argument != '--tap']
    for group in unittest.defaultTestLoader.loadTestsFromModule(sys.modules['__main__']):
        for test in group:
            if not wanted or any(word in test.id() for word in wanted):
                suite.addTest(test)
    print(f'1..{suite.countTestCases()}', flush=True)
    result = TapResult()
    suite.run(result)
    sys.exit(0 if result.wasSuccessful() else 1)
