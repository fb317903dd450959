/**
 * Drugs, classes of them and fluids by their international names and the names of the United States and the United Kingdom
 * where they differ: what is given in hospitals. A word that is also something else in a bedside sentence ("potassium 4.1",
 * "oxygen") is not here.
 */
const NAMES = `
paracetamol acetaminophen ibuprofen diclofenac naproxen ketorolac indomethacin celecoxib parecoxib aspirin metamizole tramadol codeine
dihydrocodeine morphine oxycodone hydromorphone fentanyl alfentanil remifentanil sufentanil buprenorphine methadone pethidine meperidine
tapentadol nalbuphine naloxone naltrexone ketamine esketamine nefopam gabapentin pregabalin lidocaine lignocaine bupivacaine ropivacaine
propofol thiopental thiopentone etomidate midazolam lorazepam diazepam clonazepam temazepam oxazepam alprazolam chlordiazepoxide zopiclone
zolpidem dexmedetomidine clonidine sevoflurane isoflurane desflurane flumazenil haloperidol quetiapine olanzapine risperidone
chlorpromazine levomepromazine aripiprazole melatonin suxamethonium succinylcholine rocuronium vecuronium atracurium cisatracurium
pancuronium neostigmine sugammadex glycopyrronium glycopyrrolate atropine adrenaline epinephrine noradrenaline norepinephrine vasopressin
argipressin terlipressin dopamine dobutamine milrinone levosimendan phenylephrine ephedrine metaraminol isoprenaline isoproterenol
methoxamine angiotensin amiodarone adenosine digoxin digitoxin verapamil diltiazem flecainide propafenone sotalol procainamide ivabradine
metoprolol bisoprolol atenolol propranolol esmolol landiolol labetalol carvedilol nebivolol amlodipine nifedipine nicardipine nimodipine
clevidipine felodipine lercanidipine enalapril ramipril lisinopril perindopril captopril losartan valsartan candesartan irbesartan
telmisartan sacubitril hydralazine urapidil nitroprusside nitroglycerin nitroglycerine isosorbide doxazosin prazosin tamsulosin minoxidil
methyldopa moxonidine furosemide frusemide bumetanide torasemide torsemide spironolactone eplerenone hydrochlorothiazide indapamide
metolazone chlortalidone chlorthalidone acetazolamide mannitol tolvaptan heparin enoxaparin dalteparin tinzaparin fondaparinux warfarin
phenprocoumon apixaban rivaroxaban edoxaban dabigatran argatroban bivalirudin clopidogrel ticagrelor prasugrel tirofiban eptifibatide
alteplase tenecteplase streptokinase urokinase protamine tranexamic idarucizumab andexanet phytomenadione atorvastatin simvastatin
rosuvastatin pravastatin ezetimibe fenofibrate insulin actrapid novorapid lantus glargine lispro aspart metformin gliclazide glimepiride
sitagliptin linagliptin empagliflozin dapagliflozin semaglutide liraglutide glucagon dextrose octreotide desmopressin levothyroxine
thyroxine liothyronine carbimazole propylthiouracil hydrocortisone prednisolone prednisone methylprednisolone dexamethasone betamethasone
fludrocortisone amoxicillin ampicillin amoxicillin-clavulanate co-amoxiclav augmentin benzylpenicillin penicillin flucloxacillin
oxacillin cloxacillin piperacillin tazobactam tazocin piptazo temocillin pivmecillinam cefazolin cefalexin cephalexin cefuroxime
cefotaxime ceftriaxone ceftazidime cefepime cefiderocol ceftaroline cefoxitin meropenem imipenem ertapenem doripenem aztreonam gentamicin
tobramycin amikacin streptomycin vancomycin teicoplanin daptomycin linezolid tedizolid clindamycin erythromycin clarithromycin
azithromycin doxycycline minocycline tetracycline tigecycline ciprofloxacin levofloxacin moxifloxacin ofloxacin metronidazole
trimethoprim sulfamethoxazole co-trimoxazole nitrofurantoin fosfomycin colistin polymyxin rifampicin rifampin isoniazid ethambutol
pyrazinamide fidaxomicin chloramphenicol fluconazole voriconazole posaconazole isavuconazole itraconazole caspofungin anidulafungin
micafungin amphotericin nystatin aciclovir acyclovir valaciclovir ganciclovir foscarnet oseltamivir zanamivir remdesivir nirmatrelvir
ritonavir paxlovid tocilizumab baricitinib ivermectin hydroxychloroquine chloroquine artesunate omeprazole pantoprazole esomeprazole
lansoprazole famotidine ranitidine sucralfate ondansetron granisetron metoclopramide domperidone cyclizine prochlorperazine
droperidol aprepitant promethazine diphenhydramine chlorphenamine chlorpheniramine cetirizine loratadine senna bisacodyl lactulose
macrogol docusate loperamide mesalazine salbutamol albuterol levalbuterol terbutaline salmeterol formoterol ipratropium tiotropium
budesonide beclometasone fluticasone montelukast theophylline aminophylline doxapram acetylcysteine carbocisteine dornase surfactant
phenytoin fosphenytoin levetiracetam valproate lacosamide carbamazepine oxcarbazepine lamotrigine topiramate phenobarbital
phenobarbitone brivaracetam perampanel levodopa carbidopa donepezil memantine rivastigmine pyridostigmine sertraline fluoxetine
citalopram escitalopram paroxetine venlafaxine duloxetine mirtazapine amitriptyline nortriptyline trazodone bupropion lithium baclofen
dantrolene tizanidine oxytocin carbetocin ergometrine misoprostol carboprost nifedipin atosiban dinoprostone ciclosporin cyclosporine
tacrolimus mycophenolate azathioprine methotrexate cyclophosphamide rituximab infliximab adalimumab basiliximab immunoglobulin
methylene-blue hydroxocobalamin fomepizole thiamine pabrinex folinic calcitriol alfacalcidol zoledronate pamidronate denosumab
epoetin darbepoetin filgrastim eltrombopag allopurinol colchicine febuxostat sildenafil tadalafil bosentan epoprostenol iloprost
treprostinil alprostadil magnesium-sulfate magnesium-sulphate tylenol advil motrin ativan valium versed haldol lasix levophed
diprivan precedex narcan ventolin zofran lopressor cordarone augmentin rocephin zosyn merrem lovenox clexane coumadin xarelto eliquis
plavix keppra solu-medrol decadron
`;

const CLASSES = `
antibiotic antibiotics antibiotika antimicrobial antimicrobials antiviral antivirals antifungal antifungals antipyretic antipyretics
analgesic analgesics analgesia opioid opioids opiate opiates nsaid nsaids benzodiazepine benzodiazepines sedative sedatives
vasopressor vasopressors pressor pressors inotrope inotropes antiarrhythmic antiarrhythmics antihypertensive antihypertensives
beta-blocker beta-blockers betablocker betablockers diuretic diuretics anticoagulant anticoagulants anticoagulation antiplatelet
antiplatelets thrombolytic thrombolytics thrombolysis bronchodilator bronchodilators steroid steroids corticosteroid corticosteroids
antiemetic antiemetics anticonvulsant anticonvulsants antiepileptic antiepileptics antidepressant antipsychotic antipsychotics
antihistamine antihistamines laxative laxatives statin statins antidote antacid neuromuscular-blocker relaxant crystalloid crystalloids
colloid colloids saline hartmann's hartmanns plasmalyte plasma-lyte ringer's ringers albumin gelofusine voluven bolus boluses
painkiller painkillers anaesthetic anesthetic chemotherapy immunosuppressant immunosuppressants
`;

const words = (text: string) => text.trim().split(/\s+/);

/** Folded, hyphens as written. */
export const DRUGS: ReadonlySet<string> = new Set(words(NAMES));
export const DRUG_CLASSES: ReadonlySet<string> = new Set(words(CLASSES));
