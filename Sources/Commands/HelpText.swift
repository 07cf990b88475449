/// What `reconcile help` says.
enum HelpText {
    static let lines = """
        reconcile \(Program.version): moves a live platform from one shape to the next.

          reconcile validate SPEC            says everything that is wrong with a spec
          reconcile plan SPEC                shows the way from what is to what the spec wants
          reconcile apply SPEC|FILE.plan     walks it; a plan saved by plan --out FILE.plan is applied once
          reconcile step SPEC                walks the next step alone, or with --stage the next stage
          reconcile destroy SPEC             removes the platform; data needs --allow-destroy ADDRESS
          reconcile status                   platforms, their phase, what is kept, who holds the lease
          reconcile history                  runs, the newest first
          reconcile output [NAME]            where the platform answers
          reconcile show ADDRESS|FILE.plan   what state knows of a resource, or what a saved plan holds
          reconcile state list|rm ADDRESS    what state knows; rm forgets a resource, and the next apply adopts it
          reconcile unlock                   takes the lease from a holder that can't be asked
          reconcile fake list|get ID         what the fake cloud holds
          reconcile fake set ID NAME=VALUE, fake delete ID   changes it by hand
          reconcile fake break zone ZONE, break region REGION, break call SERVICE.OPERATION fail|throttle|loseAnswer
          reconcile fake mend                nothing is broken any more
          reconcile version

        Options:
          --state PATH          the state file (state/reconcile.db)
          --cloud FILE          the fake cloud's file (the state's path with .cloud.db)
          --provider fake|aws   who answers (fake)
          --yes                 don't ask
          --json                machine-readable results
          --detailed-exitcode   plan: 0 nothing to do, 2 changes, 1 error
          --wait serving|created  when a step is done (serving)
          --target ADDRESS, --exclude ADDRESS, --replace ADDRESS, --allow-destroy ADDRESS
          --refresh=false       plan from state alone
          --through-phases      from nothing, walk every phase on the way
          --parallelism N       looks under way at once (16)
          --speed N|max         simulated seconds in a real one (1000)
          --out FILE.plan       plan: saves the plan
          --times N, --code C   fake break: how many calls, and with which error code
          --platform NAME       show, output, state: which one, when the state knows several
          --set PATH=VALUE, --var-file FILE   values laid over the spec
          --lock-timeout SECONDS  wait for another run to end (0)
          --verbose             show the properties of what is created

        Example:
          reconcile apply specs/phase0.json --yes
        """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
}
